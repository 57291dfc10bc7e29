import FoundationEssentials
import SystemPackage
import Testing

extension Stories {
    /// Somebody who has just started the server copies the commands that are shown.
    struct NewUserTests {
        @Test func `the three lines that the server prints do what they say`() async throws {
            try await DevServer.with { server in
                let isPrinted = try await eventually { server.written.contains("# fetch the file") }
                #expect(isPrinted)
                let lines = server.written.split(separator: "\n").map(String.init)
                let commands = ["# put an event", "# add a file to it", "# fetch the file"].compactMap { title in
                    lines.firstIndex(of: title).map { lines[$0 + 1] }
                }
                try #require(commands.count == 3)
                var outputs: [String] = []
                for command in commands {
                    let outcome = try await Shell.run(command, in: server.data)
                    #expect(outcome.isSuccess, "\(command): \(outcome.errors)")
                    outputs.append(outcome.text)
                }
                #expect(outputs == ["201\n", "201\n", "Bread, cheese, apples.\n"])
            }
        }

        @Test func `the commands of the README do what they say`() async throws {
            try await DevServer.with { server in
                try await withTemporaryDirectory { directory in
                    let readme = try Self.readme()
                    try Data(readme.utf8).write(to: URL(filePath: directory.appending("README.md").string))
                    let blocks = readme.components(betweenFences: "sh").filter { $0.contains("event.ics") }
                    let script = try #require(blocks.first).replacing("http://127.0.0.1:8080", with: server.frontURL)
                    let outcome = try await Shell.run(script, in: directory)
                    #expect(outcome.isSuccess, "\(outcome.errors)")
                    // The answer to the addition is shown, and then the file.
                    #expect(outcome.text.contains("ATTACH;"))
                    #expect(outcome.text.hasSuffix(readme), "\(outcome.text.suffix(500)) \(outcome.errors)")
                }
            }
        }

        @Test func `a second server on the same data is refused, and the first one does not notice`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                try await alice.put("e.ics", SampleEvent.allDay())
                let file = CalendarClient.File(name: "a.txt", type: "text/plain", bytes: Array("text".utf8))
                let before = try await alice.add(file, to: "e.ics")
                #expect(before.status == 201)
                let ports = try await FreePorts.rows(of: [1, 1, 2])
                let second = try await server.refusal(of: [
                    "--front-port", "\(ports[0])", "--blob-port", "\(ports[1])", "--internal-port", "\(ports[2])",
                ])
                #expect(!second.isSuccess)
                #expect(second.errors.contains("Another attache dev works with the data"), "\(second)")
                let nodes = try await Shell.run(.attache, ["node", "list", "--data", server.data.string])
                #expect(nodes.text.contains(" \(server.nodeURLs[0]) "), "the first server's nodes were moved: \(nodes)")
                #expect(try await alice.fetch(try #require(before["Location"])).text == "text")
                #expect(try await alice.add(file, to: "e.ics").status == 201)
            }
        }

        @Test func `a wrong setting stops the start with a sentence that names key, value and what is allowed`()
            async throws
        {
            let cases = [
                ("ATTACHE_ATTACHMENTS_DOWNLOAD", "sideways", "attachments.download", "redirect"),
                ("ATTACHE_ATTACHMENTS_MAX_SIZE", "big", "attachments.max-size", "1"),
                ("ATTACHE_ATTACHMENTS_SERVER_URL", "ftp://x", "attachments.server-url", "same-host"),
                ("ATTACHE_ATTACHMENTS_URL_LIFETIME", "1", "attachments.url-lifetime", "60"),
            ]
            for (variable, value, key, allowed) in cases {
                try await withTemporaryDirectory { directory in
                    let outcome = try await Shell.run(
                        .attache,
                        ["dev", "--data", directory.appending("data").string],
                        settings: [variable: value]
                    )
                    #expect(!outcome.isSuccess)
                    for part in [key, value, allowed] { #expect(outcome.errors.contains(part), "\(outcome.errors)") }
                    let exists = FileManager.default.fileExists(atPath: directory.appending("data").string)
                    #expect(!exists, "something was made before the settings were checked")
                }
            }
        }

        private static func readme() throws -> String {
            // Resolved, as the tests may be built through links to the sources.
            let file = FilePath(URL(filePath: "\(#filePath)").resolvingSymlinksInPath().path())
            let root = (1...4).reduce(file) { path, _ in path.removingLastComponent() }
            return try String(contentsOf: URL(filePath: root.appending("README.md").string), encoding: .utf8)
        }
    }
}

extension String {
    /// The texts between fences of Markdown for a language.
    fileprivate func components(betweenFences language: String) -> [String] {
        split(separator: "\n```\(language)\n").dropFirst().compactMap { $0.split(separator: "\n```").first }
            .map(String.init)
    }
}
