"""How pages of the world say that there is no page: phrases, and the words that stand around them.

Written down language by language, in the form that `text_directive.folded` gives: lower case, no accents.
"""

ABSENT = (
    "404 not found|page not found|not found|file not found|content not found|nothing found|nothing here|page does not exist|"
    "page doesn't exist|no longer exists|no longer available|page is missing|page missing|page unavailable|page not available|"
    "page isn't available|page is not available|page has been removed|page was removed|page deleted|page is gone|page gone|"
    "can't find that page|can't find the page|cannot find the page|can't be found|cannot be found|could not be found|"
    "couldn't be found|does not exist|doesn't exist|no such page|unknown page|page lost|404|410 gone",
    "seite nicht gefunden|nicht gefunden|seite existiert nicht|seite wurde nicht gefunden|nicht gefunden werden|"
    "seite nicht vorhanden|seite nicht verfugbar|inhalt nicht gefunden",
    "page non trouvee|page introuvable|non trouve|introuvable|page n'existe pas|page n'existe plus|n'a pas ete trouvee|"
    "page inexistante",
    "pagina no encontrada|no encontrado|no encontrada|pagina no existe|pagina no disponible|pagina inexistente|no se encontro",
    "pagina nao encontrada|nao encontrado|nao encontrada|pagina nao existe|pagina nao foi encontrada",
    "pagina non trovata|non trovato|non trovata|pagina non esiste|pagina non disponibile",
    "pagina niet gevonden|niet gevonden|pagina bestaat niet",
    "sidan hittades inte|sidan kunde inte hittas|sidan finns inte|siden ble ikke funnet|siden blev ikke fundet|siden findes ikke|"
    "siden finnes ikke|side ikke funnet|side ikke fundet|ikke fundet|ikke funnet|sidan saknas",
    "sivua ei loydy|sivua ei loytynyt|ei loytynyt|lehte ei leitud|lehekulge ei leitud|lapa nav atrasta|puslapis nerastas",
    "nie znaleziono strony|strona nie zostala znaleziona|strona nie istnieje|nie znaleziono",
    "stranka nenalezena|stranka nebyla nalezena|stranka neexistuje|nenalezeno|stranka sa nenasla|stranka nebola najdena",
    "oldal nem talalhato|az oldal nem letezik|nem talalhato|pagina nu a fost gasita|pagina nu exista",
    "stranica nije pronadena|stranica nije pronađena|strani ni mogoce najti|stran ni bila najdena|faqja nuk u gjet",
    "страница не найдена|страница не существует|не найдено|такои страницы нет|сторiнку не знаидено|сторінку не знаидено|"
    "страницата не е намерена|страница ниjе пронађена",
    "sayfa bulunamadı|sayfa bulunamadi|bulunamadı|η σελιδα δεν βρεθηκε|η σελιδα δεν υπαρχει|δεν βρεθηκε",
    "הדף לא נמצא|לא נמצא|الصفحة غير موجودة|لم يتم العثور على الصفحة|صفحه یافت نشد|صفحه پیدا نشد|یافت نشد",
    "页面不存在|页面未找到|页面找不到|找不到页面|未找到页面|找不到该页面|网页不存在|内容不存在|您访问的页面不存在|頁面不存在|找不到頁面|找不到網頁|頁面未找到",
    "ページか見つかりません|ペーシか見つかりません|見つかりません|お探しのペーシは見つかりません|存在しません",
    "페이지를 찾을 수 없습니다|페이지가 존재하지 않습니다|존재하지 않는 페이지|찾을 수 없습니다",
    "khong tim thay trang|trang khong ton tai|halaman tidak ditemukan|halaman tidak dijumpai|ไม่พบหนา|ไมพบหนา|पषठ नही मिला",
)
"""Phrases, one string a language or a family of them."""

AROUND = frozenset(
    [
        "the",
        "this",
        "that",
        "your",
        "our",
        "a",
        "an",
        "we",
        "i",
        "it",
        "is",
        "was",
        "are",
        "be",
        "been",
        "has",
        "have",
        "had",
        "can",
        "could",
        "cannot",
        "you",
        "you're",
        "re",
        "looking",
        "for",
        "requested",
        "page",
        "pages",
        "site",
        "website",
        "server",
        "url",
        "here",
        "sorry",
        "oops",
        "ooops",
        "whoops",
        "uh",
        "oh",
        "hmm",
        "error",
        "http",
        "https",
        "status",
        "code",
        "404",
        "410",
        "not",
        "found",
        "anymore",
        "any",
        "more",
        "there",
        "seems",
        "to",
        "like",
        "on",
        "at",
        "of",
        "fehler",
        "die",
        "der",
        "das",
        "diese",
        "angeforderte",
        "gesuchte",
        "seite",
        "leider",
        "konnte",
        "wurde",
        "hoppla",
        "erreur",
        "desole",
        "la",
        "le",
        "cette",
        "demandee",
        "oups",
        "error",
        "lo",
        "sentimos",
        "esta",
        "pagina",
        "solicitada",
        "erro",
        "desculpe",
        "ops",
        "a",
        "essa",
        "errore",
        "spiacenti",
        "questa",
        "richiesta",
        "fout",
        "deze",
        "de",
        "helaas",
        "fel",
        "tyvarr",
        "fejl",
        "feil",
        "beklager",
        "virhe",
        "blad",
        "strona",
        "chyba",
        "hiba",
        "hoppa",
        "eroare",
        "greska",
        "ошибка",
        "извините",
        "к",
        "сожалению",
        "такая",
        "запрашиваемая",
        "помилка",
        "hata",
        "uzgunuz",
        "σφαλμα",
        "συγγνωμη",
        "שגיאה",
        "خطأ",
        "خطا",
        "错误",
        "抱歉",
        "错误代码",
        "錯誤",
        "エラー",
        "에러",
        "오류",
        "loi",
        "kesalahan",
    ]
)
"""Words that go with them without changing what they say."""

FOR_SALE = (
    "this domain is for sale|domain is for sale|domain name is for sale|domain may be for sale|buy this domain|this domain is parked|"
    "domain is parked|parked domain|parked free|domain has expired|this domain name has expired|expired domain|"
    "inquire about this domain|make an offer on this domain|the domain has been registered|domain parking|"
    "related searches privacy policy|this web page is parked",
    "diese domain steht zum verkauf|domain steht zum verkauf|domain kaufen|domain ist geparkt",
    "ce nom de domaine est a vendre|domaine est a vendre|dominio en venta|este dominio esta en venta|dominio a venda|"
    "questo dominio e in vendita|dominio in vendita|deze domeinnaam is te koop|domein te koop|domena na sprzedaz|domena jest na sprzedaz",
    "домен продается|этот домен продается|域名出售|此域名出售|该域名正在出售|このトメインは|トメイン 売",
)
"""How pages offer their own domain."""

LOGIN = (
    "log in|login|sign in|signin|log on|anmelden|einloggen|connexion|se connecter|iniciar sesion|acceder|entrar|accedi|inloggen|logga in|"
    "logg inn|log ind|kirjaudu|zaloguj|prihlaseni|prihlasit|bejelentkezes|autentificare|войти|вход|авторизация|увійти|giris yap|συνδεση|登录|登入|ロクイン|로그인|dang nhap|masuk",
)
"""What pages are called that want a visitor to sign in."""


def listed(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The phrases of a list, longest first."""
    return tuple(sorted((phrase for line in lines for phrase in line.split("|")), key=lambda phrase: -len(phrase)))
