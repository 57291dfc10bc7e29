import BlobModel
import BlobService
import FoundationEssentials
import FrontService
import ServiceSupport
import SystemPackage
import Testing

@testable import attache

/// The example settings in `deploy/config`, as the services read them.
struct ExampleSettingsTests {
    private func example(_ name: String) -> FilePath {
        // Resolved, as the tests may be built through links to the sources.
        let file = FilePath(URL(filePath: "\(#filePath)").resolvingSymlinksInPath().path())
        let root = (1...4).reduce(file) { path, _ in path.removingLastComponent() }
        return root.appending("deploy/config").appending(name)
    }

    /// Makes a copy of an example in which every line that shows a default is in force.
    private func uncommented(_ name: String, in directory: FilePath) throws -> FilePath {
        let text = try String(contentsOf: URL(filePath: example(name).string), encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            guard let mark = line.firstRange(of: "# "), line[..<mark.lowerBound].allSatisfy({ $0 == " " }),
                line[mark.upperBound...].prefix(while: { $0.isLetter || $0 == "-" }).count > 2,
                line[mark.upperBound...].drop(while: { $0.isLetter || $0 == "-" }).hasPrefix(": ")
            else { return String(line) }
            return String(line[..<mark.lowerBound] + line[mark.upperBound...])
        }
        let path = directory.appending(name)
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path.string))
        return path
    }

    @Test func `the front takes its example, as it is and with the defaults spelled out`() async throws {
        try await withTemporaryDirectory { directory in
            let plain = try FrontConfiguration(try await Settings.load(environment: [:], file: example("front.yaml")))
            let file = try uncommented("front.yaml", in: directory)
            let spelled = try FrontConfiguration(try await Settings.load(environment: [:], file: file))
            #expect(plain.publicURL.string == "https://calendar.example.com")
            #expect(spelled.attachments.maximumSize == plain.attachments.maximumSize)
            #expect(spelled.attachments.maximumPerResource == plain.attachments.maximumPerResource)
            #expect(spelled.attachments.download == plain.attachments.download)
            #expect(spelled.attachments.server == plain.attachments.server)
            #expect(spelled.attachments.urlLifetime == plain.attachments.urlLifetime)
            #expect(spelled.attachments.grace == plain.attachments.grace)
            #expect(spelled.quotaBytes == plain.quotaBytes)
            #expect(spelled.calendarQuotaBytes == plain.calendarQuotaBytes)
            #expect(spelled.maximumResourceSize == plain.maximumResourceSize)
            #expect(spelled.publicAddress == plain.publicAddress)
            #expect(spelled.internalAddress == plain.internalAddress)
            #expect(spelled.databaseURL == plain.databaseURL)
        }
    }

    @Test func `a node takes its example, as it is and with the defaults spelled out`() async throws {
        try await withTemporaryDirectory { directory in
            let secret = directory.appending("secret")
            try SecretFile(secret).create(String(repeating: "A", count: 43))
            let flags: [SettingKey: String] = ["service.secret-file": secret.string]
            let file = try uncommented("blob.yaml", in: directory)
            let plain = try BlobConfiguration(
                settings: try await Settings.load(flags: flags, environment: [:], file: example("blob.yaml"))
            )
            let spelled = try BlobConfiguration(
                settings: try await Settings.load(flags: flags, environment: [:], file: file)
            )
            #expect(plain.node.text == "blob-1")
            #expect(spelled.credentials == plain.credentials)
            #expect(spelled.publicAddress == plain.publicAddress)
            #expect(spelled.internalAddress == plain.internalAddress)
        }
    }
}
