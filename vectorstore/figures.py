"""Figures as news states them: a number with what it counts."""

import re
from collections.abc import Iterator
from functools import cache

from vectorstore.phrases import Phrase, phrases

_SCALE = "(?:الف|الاف|الفا|مليون|ملايين|مليونا|مليار|مليارات|تريليون)"
_NUMBER = r"(?:\d[\d.,٫٬]*)"
_UNIT = (
    "(?:(?:في|ب)? ?(?:الميه|المايه|الميه)|بالميه|بالمايه|نقطه|نقاط|درجه|درجات|كيلومتر\\w*|كلم|كم|متر\\w*|طن\\w*|نسمه|"
    "دولار\\w*|يورو|ريال\\w*|درهم\\w*|دينار\\w*|جنيه\\w*|ليره|برميل|ميغاواط|كيلوغرام\\w*)"
)
# A date is none; a number counts the word after it, unless that begins another phrase.
_NOUN = (
    r"(?!(?:في|من|الي|علي|عن|مع|و|او|ان|بعد|قبل|منذ|خلال|التي|الذي|حتي|بين|ثم|اذ|حيث|كما|مقابل|مقارنه|يناير|فبراير|"
    r"مارس|ابريل|نيسان|مايو|يونيو|يوليو|اغسطس|سبتمبر|اكتوبر|نوفمبر|ديسمبر|شباط|اذار|ايار|حزيران|تموز|اب|ايلول|تشرين|"
    r"كانون|رمضان)(?!\S))(?![وبل]\w{4,})[^\W\d]\w{2,}"
)


def figures(text: str) -> Iterator[Phrase]:
    """The numbers of a text with what they count, in order; years and days of a month are none."""
    return phrases(text).find(_pattern())


@cache
def _pattern() -> re.Pattern[str]:
    counted = rf"{_NUMBER} (?:{_SCALE}(?: (?:{_UNIT}|{_NOUN}))?|{_UNIT}|{_NOUN})"
    return re.compile(
        rf"(?<!\S)[وف]?({counted}(?: (?:عماني|كويتي|سعودي|مصري|اردني|عراقي|تونسي|اميركي|امريكي|اماراتي|قطري|"
        rf"مغربي))?)(?!\S)"
    )
