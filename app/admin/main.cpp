// SPDX-License-Identifier: Apache-2.0
// `menzhen`: the command line of whoever installs and keeps a site.
#include "app/admin/commands.h"

#include <cstdio>
#include <string>
#include <vector>

namespace {

using menzhen::admin::Command;

const std::vector<Command> commands{
    {"bundle", "export --out FILE | wipe [--bundle FILE] | take FILE, with --site SITEFILE",
     "what a device still holds, in a signed file; wipes a device; takes the file's ops into "
     "the "
     "registry",
     menzhen::admin::runBundle},
    {"code",
     "make --key PRIVATE.pem --claims FILE | check (--key PUBLIC.pem | --trust FILE)... "
     "[--revoked FILE] [--site ID] [--now UNIXSECONDS] TEXT... | keys (--keys DIR | --key "
     "FILE)",
     "makes and checks the signed codes of bookings and tickets, shows public keys as JWK",
     menzhen::admin::runCode},
    {"devices", "[list | trust DEVICE | deny DEVICE | remove DEVICE] --site SITEFILE [--json]",
     "which devices the registry knows, when it heard them, and which of them to believe",
     menzhen::admin::runDevices},
    {"enrol", "DEVICE --role kiosk|counter|display --key FINGERPRINT --site SITEFILE [--json]",
     "makes the one-time code with which a device gets its certificate", menzhen::admin::runEnrol},
    {"eta-replay", "FILE [--score] [--json]",
     "plays recorded days and says when each patient may be called; --score: how often it was "
     "right",
     menzhen::admin::runEtaReplay},
    {"idnumber", "TEXT... [--today YYYY-MM-DD] [--json]",
     "checks identity numbers: what kind, whose birth date and sex, or what is wrong",
     menzhen::admin::runIdNumber},
    {"import", "FILE --site SITEFILE [--days N] [--clock LOCAL@UTCSECONDS] [--json]",
     "puts the hospitals of a file and their sessions into the registry's store",
     menzhen::admin::runImport},
    {"mask", "NAME... [--json]", "shows names as a board shows them", menzhen::admin::runMask},
    {"queue-replay", "FILE [--json]",
     "plays queue events, one JSON object a line, and answers each",
     menzhen::admin::runQueueReplay},
    {"scan", "FILE... [--formats qr] [--json]",
     "reads the QR codes in pictures (PNG, JPEG, PGM), one line a picture",
     menzhen::admin::runScan},
    {"booking",
     "on | off [--notice TEXT] [--notice-en TEXT] --by NAME, with --site SITEFILE and, of "
     "several hospitals, --hospital ID or --region CODE",
     "opens or closes all booking of a hospital or a region at once; what was booked stays "
     "good",
     menzhen::admin::runBooking},
    {"session",
     "stop SESSION --day YYYYMMDD (--to SESSION | --rebook yes | --cancel yes) --reason TEXT "
     "--by NAME, or replace SESSION --day YYYYMMDD --doctor ID --reason TEXT --by NAME, with "
     "--site SITEFILE",
     "a doctor does not come: another one of the same title sees the patients, each chooses "
     "another slot, or the bookings are cancelled; or another doctor holds the session",
     menzhen::admin::runSession},
    {"payments", "open | unknown | abnormal | all | costs [--day DAY], with --site SITEFILE",
     "how the money stands: orders at the platforms, their phase, their refunds",
     menzhen::admin::runPayments},
    {"tasks", "list [all] | settle ID --by NAME [--note TEXT], with --site SITEFILE",
     "what could not be plainly applied, and alarms about devices: for a person to settle",
     menzhen::admin::runTasks},
    {"users",
     "list | add ID --name NAME --roles ROLE,... --pin PIN | pin ID --pin PIN | close ID, "
     "with --site SITEFILE",
     "who may sign in at the stations", menzhen::admin::runUsers},
    {"zone-code", "--zone ZONE [--png FILE] --site SITEFILE [--json]",
     "the code that hangs in a waiting zone, by which phones check in",
     menzhen::admin::runZoneCode},
};

void help(std::FILE* out) {
    std::fputs("menzhen: install and keep a site\n\n", out);
    for (const Command& c : commands)
        std::fprintf(out, "  menzhen %s %s\n      %s\n", c.name, c.usage, c.summary);
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.empty() || words[0] == "help" || words[0] == "--help") {
        help(words.empty() ? stderr : stdout);
        return words.empty() ? menzhen::admin::exitUsage : menzhen::admin::exitGood;
    }
    for (const Command& c : commands)
        if (words[0] == c.name) return c.run({words.begin() + 1, words.end()});
    std::fprintf(stderr, "menzhen: there is no command '%s'; `menzhen help` lists them\n",
                 words[0].c_str());
    return menzhen::admin::exitUsage;
}
