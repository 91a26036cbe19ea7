// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/typeface.h"

#include "app/core/tickettext.h"
#include "drivers/printer/profile.h"

#include <algorithm>
#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include <optional>
#include <string>

namespace menzhen::printer {

namespace {

constexpr int kBaselinePercent = 86; // of the em, from the top of the cell: Noto CJK's box

struct FontFile {
    std::string path;
    int index = 0;
};

struct Pattern {
    FcPattern* p = nullptr;

    explicit Pattern(FcPattern* pattern) : p(pattern) {}

    ~Pattern() {
        if (p) FcPatternDestroy(p);
    }

    Pattern(const Pattern&) = delete;
    Pattern& operator=(const Pattern&) = delete;
};

std::optional<FontFile> findFont(bool bold) {
    const Pattern wanted(FcPatternCreate());
    for (const char* family : {"Noto Sans Mono CJK SC", "Noto Sans CJK SC", "monospace"})
        FcPatternAddString(wanted.p, FC_FAMILY, reinterpret_cast<const FcChar8*>(family));
    FcPatternAddString(wanted.p, FC_LANG, reinterpret_cast<const FcChar8*>("zh-cn"));
    FcPatternAddInteger(wanted.p, FC_WEIGHT, bold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR);
    FcPatternAddBool(wanted.p, FC_OUTLINE, FcTrue);
    FcConfigSubstitute(nullptr, wanted.p, FcMatchPattern);
    FcDefaultSubstitute(wanted.p);
    FcResult result = FcResultNoMatch;
    const Pattern found(FcFontMatch(nullptr, wanted.p, &result));
    if (!found.p) return std::nullopt;
    FcChar8* path = nullptr;
    FontFile file;
    if (FcPatternGetString(found.p, FC_FILE, 0, &path) != FcResultMatch) return std::nullopt;
    FcPatternGetInteger(found.p, FC_INDEX, 0, &file.index);
    file.path = reinterpret_cast<const char*>(path);
    return file;
}

} // namespace

struct Typeface::Faces {
    FT_Library library = nullptr;
    FT_Face regular = nullptr;
    FT_Face bold = nullptr;

    ~Faces() {
        if (regular) FT_Done_Face(regular);
        if (bold) FT_Done_Face(bold);
        if (library) FT_Done_FreeType(library);
    }
};

Typeface::Typeface(std::unique_ptr<Faces> faces) : faces_(std::move(faces)) {}

Typeface::~Typeface() = default;

core::Result<std::unique_ptr<Typeface>> Typeface::open() {
    const auto none = [](const std::string& why) {
        return core::fail(core::ErrorKind::Device, "printer-no-font",
                          why + ": install fonts-noto-cjk");
    };
    auto faces = std::make_unique<Faces>();
    if (FT_Init_FreeType(&faces->library) != 0) return none("FreeType does not start");
    for (const bool bold : {false, true}) {
        const auto file = findFont(bold);
        if (!file) return none("no font found");
        FT_Face& face = bold ? faces->bold : faces->regular;
        if (FT_New_Face(faces->library, file->path.c_str(), file->index & 0xFFFF, &face) != 0)
            return none(file->path + " cannot be read");
    }
    return std::unique_ptr<Typeface>(new Typeface(std::move(faces)));
}

Canvas Typeface::line(const std::vector<core::TicketSpan>& spans) {
    int width = 0;
    int scale = 1;
    for (const core::TicketSpan& span : spans) {
        width += core::columnsOf(span.text) * kCellDots * span.scale;
        scale = std::max(scale, span.scale);
    }
    Canvas canvas(std::max(1, width), accentDots(scale) + lineDots(scale));
    const int baseline = accentDots(scale) + kFontDots * scale * kBaselinePercent / 100;
    int x = 0;
    for (const core::TicketSpan& span : spans)
        for (const char32_t point : core::codePoints(span.text)) {
            glyph(canvas, point, span, x, baseline);
            x += core::columnsOf(point) * kCellDots * span.scale;
        }
    return canvas;
}

void Typeface::glyph(Canvas& canvas, char32_t point, const core::TicketSpan& span, int x,
                     int baseline) {
    if (point == U' ') return;
    const FT_Face face = span.bold ? faces_->bold : faces_->regular;
    const int cell = core::columnsOf(point) * kCellDots * span.scale;
    const int em = kFontDots * span.scale;
    // The yen sign is printed as its full-width form, as the printers do.
    const FT_UInt index = FT_Get_Char_Index(face, point == 0xA5 ? 0xFFE5 : point);
    FT_Set_Pixel_Sizes(face, 0, static_cast<FT_UInt>(em));
    if (index == 0 || FT_Load_Glyph(face, index, FT_LOAD_RENDER | FT_LOAD_TARGET_LIGHT) != 0) {
        const int top = baseline - em * 3 / 4;
        const int side = cell - 4;
        canvas.fillRect(x + 2, top, side, 2);
        canvas.fillRect(x + 2, baseline - 2, side, 2);
        canvas.fillRect(x + 2, top, 2, baseline - top);
        canvas.fillRect(x + side, top, 2, baseline - top);
        return;
    }
    const FT_GlyphSlot slot = face->glyph;
    const int advance = static_cast<int>(slot->advance.x >> 6);
    const int left = x + slot->bitmap_left + (cell - advance) / 2;
    const int top = baseline - slot->bitmap_top;
    for (int row = 0; row < static_cast<int>(slot->bitmap.rows); ++row)
        for (int column = 0; column < static_cast<int>(slot->bitmap.width); ++column)
            canvas.ink(left + column, top + row,
                       slot->bitmap.buffer[row * slot->bitmap.pitch + column]);
}

} // namespace menzhen::printer
