"""An editor's markup becomes entities."""

from hypothesis import given
from hypothesis import strategies as st

from bot.markdown import formatted


def spans(markdown: str) -> list[tuple[str, str]]:
    """(kind, the words it covers), by the UTF-16 offsets Telegram counts."""
    text, entities = formatted(markdown).render()
    units = text.encode("utf-16-le", "surrogatepass")
    return [
        (one.type, units[one.offset * 2 : (one.offset + one.length) * 2].decode("utf-16-le", "surrogatepass"))
        for one in entities
    ]


def test_offsets_count_utf_16_units() -> None:
    assert spans("👍👍 **важно** и [сайт](https://x.ru)") == [("bold", "важно"), ("text_link", "сайт")]


def test_paragraphs_and_lists_keep_their_shape() -> None:
    text, _ = formatted("Первый\nабзац.\n\nВторой:\n- раз\n- **два**\n\n1. один\n2. два\n").render()
    assert text == "Первый абзац.\n\nВторой:\n\n• раз\n• два\n\n1. один\n2. два"


def test_html_is_text() -> None:
    text, entities = formatted("<b>жирно</b> <script>x</script> &lt;").render()
    assert "<b>жирно</b>" in text
    assert not entities


def test_marks_without_a_partner_stay_as_written() -> None:
    assert formatted("2 * 2 = 4, **начало").render()[0] == "2 * 2 = 4, **начало"


def test_a_link_that_runs_script_is_no_link() -> None:
    assert spans("[нажми](javascript:alert(1))") == []


@given(st.text(alphabet=st.sampled_from(list("*_[]()`#>-+.!\\<&\n абв👍1")), max_size=60))
def test_any_markup_gives_entities_within_the_text(markdown: str) -> None:
    text, entities = formatted(markdown).render()
    length = len(text.encode("utf-16-le")) // 2
    assert all(one.offset >= 0 and one.offset + one.length <= length for one in entities)
