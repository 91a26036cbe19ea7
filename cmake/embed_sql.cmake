# SPDX-License-Identifier: Apache-2.0
# cmake -DSCHEMA=db/schema -DOUT=file.cpp -P embed_sql.cmake
# Writes allMigrations() from the numbered SQL files: common first, then the others, by name.
set(text "// Generated from db/schema.\n#include \"db/store/migrations.h\"\n\nnamespace menzhen::store {\n\nconst std::vector<Migration>& allMigrations() {\n    static const std::vector<Migration> all{\n")
foreach(part common registry device)
    file(GLOB files RELATIVE ${SCHEMA} ${SCHEMA}/${part}/*.sql)
    list(SORT files)
    foreach(file IN LISTS files)
        file(READ ${SCHEMA}/${file} sql)
        string(REGEX REPLACE "\\.sql$" "" name ${file})
        string(APPEND text "        {\"${name}\", R\"SQL(${sql})SQL\"},\n")
    endforeach()
endforeach()
string(APPEND text "    };\n    return all;\n}\n\n} // namespace menzhen::store\n")
file(WRITE ${OUT} "${text}")
