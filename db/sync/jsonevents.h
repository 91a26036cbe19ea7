// SPDX-License-Identifier: Apache-2.0
// JSON as it goes by, for answers that are too long to be kept as a tree of values. Whoever derives
// says at each step whether it is as agreed; what it does not know it passes over as a whole.
// Thread: one owner.
#pragma once

#include <cstdint>
#include <string>

namespace menzhen::sync {

class JsonEvents {
public:
    virtual ~JsonEvents() = default;

    /// False: no JSON, or something in it is not as agreed.
    bool read(const std::string& text);

protected:
    /// The member whose value comes, inside an object.
    const std::string& name() const { return name_; }

    /// From openObject() or openList(): nothing is told of what is inside.
    bool pass() {
        passing_ = 1;
        return true;
    }

    virtual bool integer(std::int64_t value) = 0;
    virtual bool text(std::string& value) = 0; ///< may be taken
    virtual bool other() = 0;                  ///< null, a truth value, a fraction, a huge number
    virtual bool openObject() = 0;
    virtual bool openList() = 0;
    virtual bool close() = 0; ///< of what was opened last

private:
    struct Sax;

    std::string name_;
    int passing_ = 0; ///< brackets that are open and passed over
};

} // namespace menzhen::sync
