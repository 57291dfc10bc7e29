import ArgumentParser
import ServiceSupport
import Testing

@testable import attache_blob
@testable import attache_front

/// The flags of the services.
struct FlagTests {
    private static let frontKeys: [SettingKey] = [
        "public-url", "data", "database-url", "service.secret-file", "front.listen", "front.internal-listen",
        "front.trusted-proxies", "front.secret-scope", "attachments.max-size",
        "attachments.max-per-resource", "attachments.recurrence", "attachments.download", "attachments.server-url",
        "attachments.url-lifetime", "attachments.grace", "attachments.processing", "attachments.upload",
        "attachments.redirect-from", "attachments.inline-from", "scan.clamd", "scan.when", "scan.max-size",
        "scan.otherwise", "scan.timeout", "quota.bytes", "quota.calendar-bytes", "pages.enabled",
        "calendars.max-resource-size", "log.level", "log.format", "shutdown.timeout", "public.tls.certificate-file",
        "public.tls.key-file", "public.tls.http2", "access.passwords", "access.proxy-user-header",
        "access.proxy-user-addresses", "tokens.issuer", "tokens.audience", "tokens.keys-file", "tokens.keys-url",
        "tokens.algorithms", "tokens.user-claim", "tokens.user-domain", "tokens.leeway", "requests.body-memory",
        "requests.body-memory-per-user", "requests.reports-per-user", "requests.answer-memory",
        "requests.answer-memory-per-user",
    ]

    private static let blobKeys: [SettingKey] = [
        "data", "blob.node-id", "blob.public-url", "blob.front-url", "blob.front-digest", "service.secret-file",
        "blob.listen", "blob.internal-listen", "blob.credentials", "blob.trusted-proxies", "log.level", "log.format",
        "shutdown.timeout", "public.tls.certificate-file", "public.tls.key-file", "public.tls.http2",
        "internal.operator-digest", "internal.operator-secret-file",
        "collection.grace", "compaction.live-share", "scrub.period", "recount.interval", "maintenance.bytes-per-second",
        "uploads.session-expiry", "encryption.master-key-file", "encryption.previous-master-key-file",
    ]

    @Test(arguments: frontKeys)
    func `a flag of the front has the words of its key`(key: SettingKey) throws {
        #expect(try FrontFlags.parse([key.flag, "value"]).values == [key: "value"])
    }

    @Test(arguments: blobKeys)
    func `a flag of a node has the words of its key`(key: SettingKey) throws {
        #expect(try BlobFlags.parse([key.flag, "value"]).values == [key: "value"])
    }

    @Test func `every setting that is known is a flag of a service, and no other`() {
        #expect(Set(KnownSettings.keys) == Set(Self.frontKeys + Self.blobKeys))
    }
}
