import FoundationEssentials
import SystemPackage
import Testing

@testable import ServiceSupport

/// The refusal of settings that no program knows.
struct UnknownSettingsTests {
    /// Loads settings from a YAML text, and returns the sentence of the refusal with `FILE` for the path.
    private func refusal(ofFile text: String) async throws -> String? {
        let file = FileManager.default.temporaryDirectory.appending(path: "attache-\(UUID().uuidString).yaml")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        do {
            _ = try await Settings.load(environment: [:], file: FilePath(file.path()))
            return nil
        } catch let error as SettingError {
            return error.description.replacing(file.path(), with: "FILE")
        }
    }

    /// Loads settings from variables, and returns the sentence of the refusal.
    private func refusal(ofEnvironment environment: [String: String]) async throws -> String? {
        do {
            _ = try await Settings.load(environment: environment)
            return nil
        } catch let error as SettingError {
            return error.description
        }
    }

    @Test(arguments: [
        ("attachments:\n  max-sise: 1\n", "attachments.max-sise", "; the nearest is attachments.max-size"),
        ("attachment:\n  max-size: 1\n", "attachment.max-size", "; the nearest is attachments.max-size"),
        ("quota:\n  bytes:\n    most: 1\n", "quota.bytes.most", ""),
        ("quota: 1\n", "quota", ""),
        ("quota: [1]\n", "quota", ""),
        ("max-size: 1\n", "max-size", ""),
        ("data: x\nDATA: x\n", "DATA", ""),
        ("tls:\n", "tls", ""),
        ("log.levels: info\n", "log.levels", "; the nearest is log.level"),
        ("zebra: 1\nlog:\n  lvel: x\n", "log.lvel", "; the nearest is log.level"),
    ])
    func `a key of the file that is not known is refused by name`(
        text: String,
        name: String,
        hint: String
    ) async throws {
        #expect(try await refusal(ofFile: text) == "\(name) in FILE is no setting that Attaché knows\(hint).")
    }

    @Test func `every key that is known passes in a file`() async throws {
        let text = KnownSettings.keys.map { "\($0.name): x\n" }.joined()
        #expect(try await refusal(ofFile: text) == nil)
    }

    @Test func `a section in which nothing is set passes`() async throws {
        #expect(try await refusal(ofFile: "log:\n  # level: info\nquota: {}\ndata: x\n") == nil)
    }

    @Test(arguments: [
        ("ATTACHE_QUOTA_BYTE", "; the nearest is ATTACHE_QUOTA_BYTES"),
        ("ATTACHE_CONFG", "; the nearest is ATTACHE_CONFIG"),
        ("ATTACHE_ATTACHMENTS_MAXSIZE", "; the nearest is ATTACHE_ATTACHMENTS_MAX_SIZE"),
        ("ATTACHE_QUOTA_IN_BYTES", ""),
        ("ATTACHE_", ""),
        ("ATTACHE_FRONT_SERVICE_HOST", ""),
    ])
    func `a variable that is not known is refused by name`(name: String, hint: String) async throws {
        for value in ["1", ""] {
            let sentence = try await refusal(ofEnvironment: [name: value, "ATTACHE_DATA": "x"])
            #expect(sentence == "\(name) in the environment is no setting that Attaché knows\(hint).")
        }
    }

    @Test func `the variables of every service, of the tests, and of other programs pass`() async throws {
        let names = KnownSettings.keys.map { $0.environmentName } + ["ATTACHE_TEST_PYTHON", "ATTACHED", "PATH"]
        #expect(try await refusal(ofEnvironment: Dictionary(uniqueKeysWithValues: names.map { ($0, "x") })) == nil)
    }

    @Test func `what Kubernetes sets for services called attache passes, and what is misspelt beside it does not`()
        async throws
    {
        var environment = [
            "ATTACHE_FRONT_SERVICE_HOST": "10.0.0.1", "ATTACHE_FRONT_SERVICE_PORT": "8080",
            "ATTACHE_FRONT_SERVICE_PORT_CALDAV": "8080", "ATTACHE_FRONT_PORT": "tcp://10.0.0.1:8080",
            "ATTACHE_FRONT_PORT_8080_TCP": "tcp://10.0.0.1:8080", "ATTACHE_FRONT_PORT_8080_TCP_ADDR": "10.0.0.1",
            "ATTACHE_SERVICE_HOST": "10.0.0.2", "ATTACHE_SERVICE_PORT": "80",
        ]
        #expect(try await refusal(ofEnvironment: environment) == nil)
        environment["ATTACHE_SERVICE_SECRET_FILES"] = "x"
        #expect(try await refusal(ofEnvironment: environment)?.hasPrefix("ATTACHE_SERVICE_SECRET_FILES in") == true)
    }

    @Test(arguments: [
        ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("flaw", "lawn", 2), ("ab", "ba", 2),
        ("same", "same", 0), ("é", "e", 1),
    ])
    func `the edit distance counts insertions, removals and replacements`(
        first: String,
        second: String,
        distance: Int
    ) {
        #expect(EditDistance.between(first, second) == distance)
        #expect(EditDistance.between(second, first) == distance)
    }

    @Test func `the nearest is within the limit, and of equals the first`() {
        #expect(EditDistance.nearest(to: "abcd", among: ["abce", "abcx", "zzzz"], within: 2) == "abce")
        #expect(EditDistance.nearest(to: "abcd", among: ["abcdefg", "wxyz"], within: 2) == nil)
    }
}
