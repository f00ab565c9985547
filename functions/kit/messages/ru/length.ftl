# Сколько длилось, коротко: «40 с», «12 мин», «1 ч 05 мин», «2 дня 3 ч».
# minutes в length-hours — текст из двух цифр.

length-seconds = { $seconds } с
length-minutes = { $minutes } мин
length-hours = { $hours } ч { $minutes } мин
length-days =
    { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[other] { $days } дней
    } { $hours } ч
