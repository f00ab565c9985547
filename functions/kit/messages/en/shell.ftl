# The frame of every page.

shell-skip = Skip to content
shell-sections = Sections
shell-now = Now
shell-incidents = Incidents
shell-chats = Chats
shell-wiki = Reports
shell-desk = Desk
shell-day = { $day } { $month ->
    [m1] January
    [m2] February
    [m3] March
    [m4] April
    [m5] May
    [m6] June
    [m7] July
    [m8] August
    [m9] September
    [m10] October
    [m11] November
   *[m12] December
} { $year }
