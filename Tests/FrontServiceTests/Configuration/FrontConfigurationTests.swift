import BlobAPI
import FoundationEssentials
import SQLDatabase
import ServiceSupport
import SystemPackage
import Testing

@testable import FrontService

@Suite struct FrontConfigurationTests {
    private let required: [SettingKey: String] = [
        "public-url": "https://cal.example.com", "database-url": "sqlite:/var/lib/attache/metadata.sqlite",
    ]

    private func configuration(_ more: [SettingKey: String]) throws -> FrontConfiguration {
        try FrontConfiguration(Settings(required.merging(more) { $1 }))
    }

    @Test func `the defaults are those that are documented`() throws {
        let configuration = try configuration([:])
        #expect(configuration.attachments.maximumSize == 104_857_600)
        #expect(configuration.attachments.maximumPerResource == 100)
        #expect(configuration.attachments.allowsInstances)
        #expect(configuration.attachments.download == .redirect)
        #expect(configuration.attachments.server == .sameHost)
        #expect(configuration.attachments.urlLifetime == .seconds(600))
        #expect(configuration.quotaBytes == 1 << 30)
        #expect(configuration.calendarQuotaBytes == 1 << 30)
        #expect(configuration.requests.bodyMemory == 64 << 20)
        #expect(configuration.requests.bodyMemoryPerUser == 16 << 20)
        #expect(configuration.requests.reportsPerUser == 4)
        #expect(configuration.secretScope == .node)
        #expect(configuration.publicAddress == .loopback(8080))
        #expect(configuration.internalAddress == .loopback(9080))
    }

    @Test func `every setting is read from the environment`() async throws {
        let settings = try await Settings.load(environment: [
            "ATTACHE_PUBLIC_URL": "https://cal.example.com",
            "ATTACHE_DATABASE_URL": "sqlite:x.sqlite",
            "ATTACHE_ATTACHMENTS_MAX_SIZE": "1000",
            "ATTACHE_ATTACHMENTS_MAX_PER_RESOURCE": "7",
            "ATTACHE_ATTACHMENTS_RECURRENCE": "off",
            "ATTACHE_ATTACHMENTS_DOWNLOAD": "stream",
            "ATTACHE_ATTACHMENTS_SERVER_URL": "https://files.example.com",
            "ATTACHE_ATTACHMENTS_URL_LIFETIME": "120",
            "ATTACHE_FRONT_SECRET_SCOPE": "deployment",
            "ATTACHE_QUOTA_BYTES": "5000",
            "ATTACHE_QUOTA_CALENDAR_BYTES": "6000",
            "ATTACHE_REQUESTS_BODY_MEMORY": "8MiB",
            "ATTACHE_REQUESTS_BODY_MEMORY_PER_USER": "2MiB",
            "ATTACHE_REQUESTS_REPORTS_PER_USER": "2",
        ])
        let configuration = try FrontConfiguration(settings)
        #expect(configuration.attachments.maximumSize == 1000)
        #expect(configuration.attachments.maximumPerResource == 7)
        #expect(!configuration.attachments.allowsInstances)
        #expect(configuration.attachments.download == .stream)
        let server = try #require(AttachmentConfiguration.Server(parsing: "https://files.example.com"))
        #expect(configuration.attachments.server == server)
        #expect(configuration.attachments.urlLifetime == .seconds(120))
        #expect(configuration.secretScope == .deployment)
        #expect(configuration.quotaBytes == 5000)
        #expect(configuration.calendarQuotaBytes == 6000)
        #expect(configuration.requests.bodyMemory == 8 << 20)
        #expect(configuration.requests.bodyMemoryPerUser == 2 << 20)
        #expect(configuration.requests.reportsPerUser == 2)
        #expect(configuration.databaseURL == .sqlite(path: "x.sqlite"))
    }

    @Test func `without a database URL the database is in the data directory`() throws {
        let settings = Settings(["public-url": "https://cal.example.com", "data": "/srv/attache"])
        #expect(try FrontConfiguration(settings).databaseURL == .sqlite(path: "/srv/attache/metadata.sqlite"))
    }

    @Test(arguments: [
        ("attachments.download", "push", "\"stream\""), ("attachments.recurrence", "M", "true or false"),
        ("attachments.server-url", "ftp://x", "same-host"),
        ("attachments.server-url", "https://x.example.com/path", "without a path"),
        ("attachments.max-size", "0", "number of bytes"), ("attachments.url-lifetime", "1", "seconds"),
        ("attachments.url-lifetime", "2d", "seconds"), ("public-url", "https://x.example.com/dav", "without a path"),
        ("public-url", "cal.example.com", "http"), ("database-url", "mysql:x", "sqlite:PATH"),
        ("requests.reports-per-user", "0", "whole number"), ("requests.body-memory", "1", "number of bytes"),
        ("attachments.max-per-resource", "-1", "whole number"), ("front.secret-scope", "none", "\"deployment\""),
    ])
    func `a wrong value is refused by a sentence with key, value, and what is allowed`(
        key: String,
        value: String,
        allowed: String
    ) {
        #expect { try configuration([SettingKey(key): value]) } throws: { error in
            let sentence = "\(error)"
            return sentence.contains(key) && sentence.contains(value) && sentence.contains(allowed)
        }
    }

    @Test(arguments: ["on", "off", "true", "no"])
    func `a YAML file says on and off as the environment does`(word: String) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "front-\(UUID().uuidString).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let text = "public-url: https://cal.example.com\ndata: /srv\nattachments:\n  recurrence: \(word)\n"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let settings = try await Settings.load(environment: [:], file: FilePath(path))
        #expect(try FrontConfiguration(settings).attachments.allowsInstances == ["on", "true"].contains(word))
    }

    @Test func `the public URL is required`() {
        #expect { try FrontConfiguration(Settings(["data": "/srv"])) } throws: { error in
            "\(error)".contains("ATTACHE_PUBLIC_URL")
        }
    }
}
