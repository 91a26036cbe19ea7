// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/decoder.h"
#include "drivers/scanner/greyfilter.h"
#include "drivers/scanner/readingplan.h"

#include <algorithm>
#include <ctime>
#include <map>

namespace menzhen::scanner {
namespace {

double threadMs() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

bool inside(const Corner& point, const std::array<Corner, 4>& area) {
    int signs = 0;
    for (std::size_t i = 0; i < area.size(); ++i) {
        const Corner& a = area[i];
        const Corner& b = area[(i + 1) % area.size()];
        const double cross = (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x);
        signs += cross > 0 ? 1 : cross < 0 ? -1 : 0;
    }
    return std::abs(signs) == static_cast<int>(area.size());
}

Corner middle(const std::array<Corner, 4>& area) {
    Corner out;
    for (const Corner& c : area)
        out = {out.x + c.x / 4, out.y + c.y / 4};
    return out;
}

/// What was found so far in one picture.
class Findings {
public:
    /// True when something new came.
    bool add(const ReadingStep& step, std::vector<EngineReading> readings) {
        const std::size_t before = texts_.size();
        for (auto& r : readings)
            if (!r.text.empty() && accepts(step, r)) keep(step, std::move(r));
        return texts_.size() > before;
    }

    const std::vector<std::string>& texts() const { return texts_; }

private:
    bool accepts(const ReadingStep& step, const EngineReading& r) const {
        for (const auto& known : known_)
            if (known.text == r.text || known.bytes == r.bytes) return false;
        if (step.engine != Engine::Zbar || known_.empty()) return true;
        // Beside ZXing, zbar may only add a code at another place.
        return step.samePlaces && !unplaced_ &&
               std::none_of(known_.begin(), known_.end(), [&](const EngineReading& known) {
                   return inside(middle(r.corners), known.corners);
               });
    }

    void keep(const ReadingStep& step, EngineReading r) {
        unplaced_ = unplaced_ || !step.samePlaces;
        texts_.push_back(r.text);
        known_.push_back(std::move(r));
    }

    std::vector<std::string> texts_;
    std::vector<EngineReading> known_;
    bool unplaced_ = false;
};

/// Goes on after the first text only as far as other codes may be there: two more steps, and all
/// of them once there are two.
class Patience {
public:
    bool over(std::size_t texts) const { return texts == 1 && stepsAfter_ >= stepsAfterFirst; }

    void step(std::size_t texts) { stepsAfter_ += texts > 0 ? 1 : 0; }

private:
    static constexpr int stepsAfterFirst = 2;
    int stepsAfter_ = -1; // the step that found the first does not count
};

} // namespace

std::vector<std::string> decodePicture(const GreyImage& picture, int budgetMs) {
    const GreyImage image = fitted(picture, maxDecodeSide);
    const auto pixels = static_cast<double>(image.pixels.size());
    const double start = threadMs();
    std::map<Engine, double> msPerPixel; // of each engine on this very picture
    Findings found;
    Patience patience;
    for (const ReadingStep& step : readingPlan()) {
        if (patience.over(found.texts().size())) break;
        if (step.maxPixels != 0 && image.pixels.size() > static_cast<std::size_t>(step.maxPixels))
            continue;
        const double begun = threadMs();
        if (begun - start + msPerPixel[step.engine] * pixels > budgetMs) continue;
        found.add(step, step.run(image));
        msPerPixel[step.engine] = std::max(msPerPixel[step.engine], (threadMs() - begun) / pixels);
        patience.step(found.texts().size());
    }
    return found.texts();
}

std::vector<std::string> Decoder::decodeFrame(const GreyImage& frame) {
    const GreyImage image = fitted(frame, maxDecodeSide);
    const auto plan = readingPlan();
    Findings found;
    found.add(plan[0], plan[0].run(image));
    if (!found.texts().empty()) return found.texts();
    extra_ = extra_ % (plan.size() - 1) + 1;
    found.add(plan[extra_], plan[extra_].run(image));
    return found.texts();
}

} // namespace menzhen::scanner
