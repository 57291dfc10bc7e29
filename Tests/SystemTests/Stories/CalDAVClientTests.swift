import FoundationEssentials
import SystemPackage
import Testing

extension Stories {
    /// A client that others wrote: `caldav` from PyPI.
    struct CalDAVClientTests {
        private static let script = repository.appending("Tests/Compatibility/caldav_client.py")

        /// The root of the repository; resolved, as the tests may be built through links to the sources.
        private static let repository: FilePath = {
            let file = FilePath(URL(filePath: "\(#filePath)").resolvingSymlinksInPath().path())
            return (1...4).reduce(file) { path, _ in path.removingLastComponent() }
        }()

        /// The interpreter that has the client, if it was prepared.
        private static let interpreter: FilePath? = {
            let named = ProcessInfo.processInfo.environment["ATTACHE_TEST_PYTHON"]
            let path = named ?? repository.appending(".build/clients/bin/python").string
            guard FileManager.default.isExecutableFile(atPath: path) else {
                print("The test with the caldav client is skipped: there is no \(path); `make clients` makes it.")
                return nil
            }
            return FilePath(path)
        }()

        @Test(.enabled("the caldav client is not installed; see the line printed above") { interpreter != nil })
        func `the caldav client from PyPI finds its calendar, and an event and its file make their round`()
            async throws
        {
            let interpreter = try #require(Self.interpreter)
            try await DevServer.with { server in
                let outcome = try await Shell.run(
                    "'\(interpreter)' '\(Self.script)' '\(server.frontURL)/' alice alice",
                    in: server.data
                )
                #expect(outcome.isSuccess, "\(outcome.text)\(outcome.errors)")
                #expect(outcome.text.hasSuffix("done\n"))
            }
        }
    }
}
