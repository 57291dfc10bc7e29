import FoundationEssentials
import NIOHTTP1
import Subprocess
import SystemPackage
import Testing

extension Stories {
    /// Calendars that are taken out as files, and put back as another user's.
    @Suite(.timeLimit(.minutes(4)))
    struct ExchangeTests {
        private let file = CalendarClient.File(
            name: "Überblick 1.pdf",
            type: "application/pdf",
            bytes: SampleFile.pdf("Overview")
        )

        private func add(_ user: String, to services: SeparateServices) async throws -> CalendarClient {
            _ = try await services.attache("user", "add", user, "--password-stdin", input: "\(user)-1234\n")
            return services.client(as: user, password: "\(user)-1234")
        }

        @Test(arguments: [[], ["--per-object"], ["--inline"]])
        func `an export of a running front is imported for another user, files and all`(options: [String]) async throws
        {
            try await SeparateServices.with { services in
                let (dora, emil) = (try await add("dora", to: services), try await add("emil", to: services))
                for (name, octets) in SampleEvent.all { try await dora.put(name, octets) }
                #expect(try await dora.add(file, to: "meeting.ics").status == 201)
                let target = services.directory.appending("out").string
                let exported = try await services.attache(["export", "dora", "--to", target] + options)
                #expect(exported.contains("4 objects, 1 attachment"), "\(exported)")
                let imported = try await services.attache("import", "emil", target)
                #expect(imported.contains("imported 4 objects, 1 attachment; made 0 calendars"), "\(imported)")

                let answer = try await emil.send(
                    .PROPFIND,
                    emil.calendar,
                    ["Depth": "1", "Content-Type": "application/xml"],
                    body: Array("<propfind xmlns=\"DAV:\"><prop><getetag/></prop></propfind>".utf8)
                )
                let paths = answer.text.split(separator: "<").compactMap { part -> String? in
                    guard part.hasSuffix(".ics") else { return nil }
                    return part.firstRange(of: "href>/").map { "/" + part[$0.upperBound...] }
                }
                #expect(paths.count == 4, "\(answer.text)")
                var uris: [String] = []
                for path in paths {
                    let event = CalendarText(try await emil.send(.GET, path).body)
                    uris += event.attachments.map(\.uri)
                }
                let uri = try #require(uris.first)
                #expect(uris.count == 1 && uri.hasPrefix(services.frontURL + "/attachments/"))
                #expect(try await emil.fetch(uri).body == file.bytes)
                #expect(try await dora.fetch(uri).status == 403, "it is emil's alone")
                let again = try await services.attache("import", "emil", target)
                #expect(again.contains("imported 0 objects") && again.contains("4 were there already"), "\(again)")
            }
        }

        @Test func `a zip has what the folder has, and faults have exit codes of their own`() async throws {
            try await SeparateServices.with { services in
                let dora = try await add("dora", to: services)
                try await dora.put("meeting.ics", SampleEvent.meeting())
                #expect(try await dora.add(file, to: "meeting.ics").status == 201)
                let (folder, zip) = (services.directory.appending("out"), services.directory.appending("out.zip"))
                for target in [folder, zip] { _ = try await services.attache("export", "dora", "--to", target.string) }
                let script = """
                    python3 -c "import zipfile; zipfile.ZipFile('out.zip').extractall('unpacked')"
                    diff -r out unpacked
                    """
                let same = try await Shell.run(script, in: services.directory)
                #expect(same.isSuccess, "\(same)")

                let config = ["--config", ServiceSettings(directory: services.directory).frontFile.string]
                let taken = try await Shell.run(.attache, ["export", "dora", "--to", zip.string] + config)
                #expect(taken.status == .exited(73), "\(taken)")
                let none = services.directory.appending("none")
                let nobody = try await Shell.run(.attache, ["export", "nobody", "--to", none.string] + config)
                #expect(nobody.status == .exited(66) && nobody.errors.contains("no user nobody"), "\(nobody)")
                #expect(!FileManager.default.fileExists(atPath: none.string))
                let bad = services.directory.appending("bad.ics")
                try Data("no calendar".utf8).write(to: URL(filePath: bad.string))
                let refused = try await Shell.run(.attache, ["import", "dora", bad.string] + config)
                #expect(refused.status == .exited(1) && refused.errors.contains("bad.ics"), "\(refused)")
                #expect("\(refused)".contains("1 problem, named above"), "\(refused)")
            }
        }

        @Test func `a zip is imported as it is, and with --replace once more without any change`() async throws {
            try await SeparateServices.with { services in
                let dora = try await add("dora", to: services)
                _ = try await add("emil", to: services)
                for (name, octets) in SampleEvent.all { try await dora.put(name, octets) }
                #expect(try await dora.add(file, to: "meeting.ics").status == 201)
                let (zip, newer) = (
                    services.directory.appending("1.zip").string, services.directory.appending("2.zip").string
                )
                _ = try await services.attache("export", "dora", "--to", zip)
                let imported = try await services.attache("import", "emil", zip)
                #expect(imported.contains("imported 4 objects, 1 attachment; made 0 calendars"), "\(imported)")
                let left = try await services.attache("import", "emil", zip)
                #expect(left.contains("4 were there already\nwhat was there is left alone; --replace"), "\(left)")
                let same = try await services.attache("import", "emil", "--replace", zip)
                #expect(same.contains("replaced 0; 4 were there already, the same\nnothing was changed"), "\(same)")

                let changed = String(decoding: SampleEvent.allDay(), as: UTF8.self).replacing("holiday", with: "party")
                #expect(try await dora.put("all-day.ics", Array(changed.utf8)).status == 204)
                _ = try await services.attache("export", "dora", "--to", newer)
                let replaced = try await services.attache("import", "emil", "--replace", newer)
                #expect(replaced.contains("replaced 1; 3 were there already, the same"), "\(replaced)")
                #expect(!replaced.contains("nothing was changed"))
            }
        }

        @Test func `a zip that is none is refused with the exit code of damaged data`() async throws {
            try await SeparateServices.with(initialNodes: 1) { services in
                _ = try await add("dora", to: services)
                let bad = services.directory.appending("bad.zip")
                try Data("no zip".utf8).write(to: URL(filePath: bad.string))
                let config = ["--config", ServiceSettings(directory: services.directory).frontFile.string]
                let refused = try await Shell.run(.attache, ["import", "dora", bad.string] + config)
                #expect(refused.status == .exited(65) && refused.errors.contains("It is no zip file"), "\(refused)")
            }
        }
    }
}
