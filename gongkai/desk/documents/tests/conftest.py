from gongkai.desk.tests.conftest import _on_a_monday_in_may_2018, as_

__all__ = ["_on_a_monday_in_may_2018", "as_"]
