from django.urls import path

from gongkai.portal.site import feeds, maps, views

urlpatterns = [
    path("robots.txt", maps.Robots.as_view(), name="robots"),
    path("favicon.ico", maps.Icon.as_view(), name="icon"),
    path("sitemap.xml", maps.SitemapIndex.as_view(), name="sitemap"),
    path("sitemap-pages.xml", maps.SitemapPages.as_view(), name="sitemap_pages"),
    path("sitemap-items-<int:part>.xml", maps.SitemapItems.as_view(), name="sitemap_items"),
    path("map/", views.SiteMap.as_view(), name="site_map"),
    path("feed.<slug:kind>", feeds.Feed.as_view(), name="feed"),
    path("columns/<slug:slug>/feed.<slug:kind>", feeds.ColumnFeed.as_view(), name="column_feed"),
    path("offices/<slug:slug>/feed.<slug:kind>", feeds.OfficeFeed.as_view(), name="office_feed"),
    path("faults/", views.ReportFault.as_view(), name="fault_report"),
    path("faults/progress/", views.FaultProgress.as_view(), name="fault_progress"),
]
