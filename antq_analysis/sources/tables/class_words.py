"""The words and letters by which offices name the classes of an indicator."""

from antq_analysis.places.matching.names import fold
from antq_analysis.vocabulary import Vocabulary


def class_words(indicator: str, vocabulary: Vocabulary) -> dict[str, str]:
    """Map every word for a class to it.

    Parameters
    ----------
    indicator
        An indicator that is a class.
    vocabulary
        Its categories.

    Returns
    -------
    dict of str to str
        Folded names, and first letters that no two classes share, with the id of the category.
    """
    entries = [vocabulary.category(indicator, name) for name in vocabulary.categories(indicator)]
    known = {fold(text): entry.id for entry in entries for text in (entry.id, entry.label_vi, entry.label_en)}
    # Offices write XS, T, K, TB, Y; letters that two classes share name neither.
    short = [fold("".join(word[0] for word in entry.label_vi.split())) for entry in entries]
    return {
        text: entry.id for text, entry in zip(short, entries, strict=True) if short.count(text) == 1
    } | known
