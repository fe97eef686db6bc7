#!/usr/bin/env python3
"""Makes the font files of this folder from upstream's static TrueType files.

    python3 build.py INTER_DIR MONO_DIR DEJAVU_DIR

Each folder is searched for the upstream files by name. Needs fonttools (tested with 4.60).
Run again with the same inputs it writes the same bytes. README.md says what is changed and why.
"""
import copy
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

SYMBOLS = [
    (0x2000, 0x206F),  # general punctuation
    (0x2070, 0x209F),  # super- and subscripts
    (0x20A0, 0x20CF),  # currency
    (0x2100, 0x218F),  # letterlike, number forms
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematical operators
    (0x2300, 0x23FF),  # technical
    (0x2500, 0x25FF),  # boxes, blocks, geometric shapes
    (0x2600, 0x27BF),  # symbols, dingbats
]
LATIN = [(0x0020, 0x024F), (0x0259, 0x0259), (0x02B0, 0x036F), (0x1E00, 0x1EFF)]
GREEK = [(0x0370, 0x03FF)]
CYRILLIC = [(0x0400, 0x052F)]
EXTRA = [(0x0531, 0x058F), (0x10A0, 0x10FF), (0x1F00, 0x1FFF)]  # Armenian, Georgian, polytonic Greek

TEXT = LATIN + GREEK + CYRILLIC + SYMBOLS


def codepoints(ranges):
    return [c for low, high in ranges for c in range(low, high + 1)]


def freeze_tabular_digits(font):
    """Makes the tabular digits the default: columns of figures line up with no shaping."""
    gsub = font["GSUB"].table
    lookups = {i for r in gsub.FeatureList.FeatureRecord if r.FeatureTag == "tnum" for i in r.Feature.LookupListIndex}
    mapping = {}
    for index in sorted(lookups):
        for table in gsub.LookupList.Lookup[index].SubTable:
            mapping.update(getattr(table, "ExtSubTable", table).mapping)
    cmap = font.getBestCmap()
    digits = {ord(c): mapping[cmap[ord(c)]] for c in "0123456789"}
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update({c: g for c, g in digits.items() if c in table.cmap})
    # The features go: what is drawn must not depend on whether a painter shapes text.
    del font["GSUB"]


def one_glyph_each(font):
    """Gives each character a glyph of its own, so that text copied from a PDF is the text that was set."""
    owner = {}
    order = font.getGlyphOrder()[:]
    cmap = font.getBestCmap()
    changes = {}
    for code in sorted(cmap):
        glyph = cmap[code]
        if glyph not in owner:
            owner[glyph] = code
            continue
        twin = f"{glyph}.u{code:04X}"
        order.append(twin)
        font["glyf"].glyphs[twin] = copy.deepcopy(font["glyf"].glyphs[glyph])
        font["hmtx"].metrics[twin] = font["hmtx"].metrics[glyph]
        changes[code] = twin
    font.setGlyphOrder(order)
    font["glyf"].glyphOrder = order
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update({c: g for c, g in changes.items() if c in table.cmap})
    return len(changes)


def make(source, target, ranges, tabular=False, keep=(), skip=()):
    font = TTFont(source, recalcTimestamp=False)
    if tabular:
        freeze_tabular_digits(font)
    options = subset.Options()
    options.layout_features = list(keep)
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.name_languages = [0x409]
    options.glyph_names = False
    options.drop_tables += ["DSIG", "STAT", "MATH", "gasp", "FFTM", "prep", "cvt ", "fpgm"]
    options.recalc_timestamp = False
    worker = subset.Subsetter(options)
    worker.populate(unicodes=[c for c in codepoints(ranges) if c not in skip])
    worker.subset(font)
    if font["head"].unitsPerEm != 1000:
        # PDF widths are whole thousandths of an em: with 1000 units none is rounded.
        scale_upem(font, 1000)
    twins = one_glyph_each(font)
    font.save(target)
    print(f"{target.name}: {target.stat().st_size} bytes, {len(font.getBestCmap())} characters, {twins} twins")
    return set(font.getBestCmap())


def find(folder, *names):
    for name in names:
        found = sorted(Path(folder).rglob(name))
        if found:
            return found[0]
    sys.exit(f"{folder}: none of {', '.join(names)}")


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    inter, mono, dejavu = sys.argv[1:]
    here = Path(__file__).resolve().parent
    have = make(find(inter, "Inter-Regular.ttf", "Inter_400Regular.ttf"), here / "Inter-Regular.ttf", TEXT, True, ("kern",))
    make(find(inter, "Inter-SemiBold.ttf", "Inter_600SemiBold.ttf"), here / "Inter-SemiBold.ttf", TEXT, True, ("kern",))
    fixed = [r for r in TEXT if r != (0x1E00, 0x1EFF)]
    make(find(mono, "JetBrainsMono-Regular.ttf", "JetBrainsMono_400Regular.ttf"), here / "JetBrainsMono-Regular.ttf", fixed)
    make(find(dejavu, "DejaVuSans.ttf"), here / "DejaVuSans-Symbols.ttf", SYMBOLS + EXTRA + TEXT, False, (), have - {0x20, 0x25A1})


main()
