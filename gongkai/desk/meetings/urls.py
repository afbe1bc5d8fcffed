from gongkai.desk.meetings.registers import MEETINGS, TRAININGS

urlpatterns = [
    *MEETINGS.urls("held"),
    *TRAININGS.urls("trainings"),
]
