#!/usr/bin/env python3
"""Makes src/text/variants.tsv, the table of character forms that the normaliser folds into one.

    tools/make_variants.py UNICODE_DIRECTORY

UNICODE_DIRECTORY holds Unihan_OtherMappings.txt and EquivalentUnifiedIdeograph.txt of the Unicode Character Database,
plain or as .bz2 (Debian's package unicode-data installs both in /usr/share/unicode). The build needs neither this
script nor its input: the table is checked in.

Only three kinds of Unicode data are read: kJinmeiyoKanji and kJoyoKanji where they name another character, which are
the pairs of the Japanese government's own tables, and the ideographs that the CJK radicals of U+2E80 to U+2EF3 stand
for, which text extracted from PDF files is full of. Unihan's kSemanticVariant and its like are left out on purpose:
they join different words (針 and 鍼, 回 and 廻). tools/curated_variants.tsv adds what the tables lack.
"""

import bz2
import re
import sys
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CURATED = ROOT / "tools" / "curated_variants.tsv"
TABLE = ROOT / "src" / "text" / "variants.tsv"

HEADER = """\
# Variant, standard form, where the pair is from; sorted by code point. Made by tools/make_variants.py: do not edit.
# jinmeiyo, joyo  Unihan kJinmeiyoKanji and kJoyoKanji; radical  EquivalentUnifiedIdeograph; Unicode {version}.
#                 Copyright Unicode, Inc., licence Unicode-3.0, see variants.LICENSE. The data was selected and inverted.
# old, shape, print, name  tools/curated_variants.tsv, which says what they are.
# A form that NFKC folds already (the compatibility ideographs) has no line.
"""


def lines(directory: Path, name: str) -> list[str]:
    plain = directory / name
    if plain.exists():
        return plain.read_text(encoding="utf-8").splitlines()
    return bz2.decompress((directory / f"{name}.bz2").read_bytes()).decode("utf-8").splitlines()


def unihan_pairs(source: list[str]):
    """Yields (variant, standard form, group), and the standard forms of the 常用漢字表 as (form, None, "joyo")."""
    for line in source:
        if not line.startswith("U+"):
            continue
        code, field, value = line.split("\t")
        if field not in ("kJinmeiyoKanji", "kJoyoKanji"):
            continue
        character = chr(int(code[2:], 16))
        group = "jinmeiyo" if field == "kJinmeiyoKanji" else "joyo"
        named = re.search(r"U\+([0-9A-F]+)", value)
        if named:
            yield character, chr(int(named[1], 16)), group
        elif group == "joyo":
            yield character, None, group


def radical_pairs(source: list[str]):
    for line in source:
        found = re.match(r"(2E[89A-F][0-9A-F])(?:\.\.([0-9A-F]+))?\s*;\s*([0-9A-F]+)", line)
        if found:
            first, last = int(found[1], 16), int(found[2] or found[1], 16)
            for code in range(first, last + 1):
                yield chr(code), chr(int(found[3], 16)), "radical"


def curated_pairs():
    for line in CURATED.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield tuple(line.split("\t"))


def standard_forms(pairs: list[tuple[str, str, str]], joyo: set[str]) -> dict[str, tuple[str, str]]:
    """Follows chains (邉 → 邊 → 辺) to one form per set of forms; a form of the 常用漢字表 is the standard."""
    sets: dict[str, set[str]] = {}
    for variant, standard, _ in pairs:
        merged = sets.get(variant, {variant}) | sets.get(standard, {standard})
        for member in merged:
            sets[member] = merged
    named = {standard for _, standard, _ in pairs} - {variant for variant, _, _ in pairs}
    result = {}
    for variant, standard, group in pairs:
        members = sets[variant]
        # 斎 and 斉 are both 常用漢字: the one that is nowhere listed as a variant wins.
        best = sorted(members, key=lambda m: (m not in joyo, m not in named, m))[0]
        for member, source in ((variant, group), (standard, group)):
            if member != best and unicodedata.normalize("NFKC", member) == member:
                result.setdefault(member, (best, source))
    return result


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    directory = Path(sys.argv[1])
    mappings = lines(directory, "Unihan_OtherMappings.txt")
    version = next(found[1] for line in mappings if (found := re.search(r"Unicode version: (\S+)", line)))
    unihan = list(unihan_pairs(mappings))
    joyo = {character for character, standard, _ in unihan if standard is None}
    pairs = [(v, s, g) for v, s, g in unihan if s is not None]
    pairs += curated_pairs()
    pairs = [(unicodedata.normalize("NFKC", v), unicodedata.normalize("NFKC", s), g) for v, s, g in pairs]
    pairs = [pair for pair in pairs if pair[0] != pair[1]]
    table = standard_forms(pairs, joyo)
    # The ideograph that a radical stands for may itself be an old form.
    for radical, ideograph, group in radical_pairs(lines(directory, "EquivalentUnifiedIdeograph.txt")):
        if unicodedata.normalize("NFKC", radical) == radical:
            table[radical] = (table.get(ideograph, (ideograph, ""))[0], group)
    with TABLE.open("w", encoding="utf-8", newline="\n") as out:
        out.write(HEADER.format(version=version))
        for variant, (standard, group) in sorted(table.items()):
            out.write(f"{variant}\t{standard}\t{group}\n")


if __name__ == "__main__":
    main()
