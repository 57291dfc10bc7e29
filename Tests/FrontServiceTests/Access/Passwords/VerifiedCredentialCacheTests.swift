import FoundationEssentials
import Testing

@testable import FrontService

extension VerifiedCredentialCache {
    /// Returns whether credentials were verified against a stored hash lately.
    fileprivate func contains(_ credentials: BasicCredentials, storedHash: String, now: Date) -> Bool {
        contains(tag(of: credentials, storedHash), now: now)
    }

    /// Remembers that credentials match a stored hash.
    fileprivate mutating func insert(_ credentials: BasicCredentials, storedHash: String, now: Date) {
        insert(tag(of: credentials, storedHash), now: now)
    }
}

@Suite struct VerifiedCredentialCacheTests {
    private let now = Date(timeIntervalSince1970: 1_700_000_000)

    private func credentials(_ pair: String) throws -> BasicCredentials {
        try BasicCredentials(parsing: "Basic " + Data(pair.utf8).base64EncodedString())
    }

    @Test func `only the same name, password, and stored hash are known`() throws {
        var cache = VerifiedCredentialCache(capacity: 10, lifetime: 60)
        try cache.insert(credentials("alice:secret"), storedHash: "h1", now: now)
        #expect(try cache.contains(credentials("alice:secret"), storedHash: "h1", now: now))
        #expect(try !cache.contains(credentials("alice:secret"), storedHash: "h2", now: now))
        #expect(try !cache.contains(credentials("alice:secre"), storedHash: "th1", now: now))
        #expect(try !cache.contains(credentials("alic:esecret"), storedHash: "h1", now: now))
    }

    @Test func `an entry is forgotten after its lifetime`() throws {
        var cache = VerifiedCredentialCache(capacity: 10, lifetime: 60)
        try cache.insert(credentials("alice:secret"), storedHash: "h", now: now)
        #expect(try cache.contains(credentials("alice:secret"), storedHash: "h", now: now.addingTimeInterval(59)))
        #expect(try !cache.contains(credentials("alice:secret"), storedHash: "h", now: now.addingTimeInterval(60)))
    }

    @Test func `the number of entries is bounded`() throws {
        var cache = VerifiedCredentialCache(capacity: 8, lifetime: 60)
        for number in 0..<50 {
            try cache.insert(credentials("u\(number):p"), storedHash: "h", now: now.addingTimeInterval(Double(number)))
            #expect(cache.count <= 8)
        }
        #expect(try cache.contains(credentials("u49:p"), storedHash: "h", now: now.addingTimeInterval(49)))
    }

    @Test func `nothing that is kept shows a password`() throws {
        var cache = VerifiedCredentialCache(capacity: 8, lifetime: 60)
        try cache.insert(credentials("alice:correct horse"), storedHash: "h", now: now)
        var dumped = ""
        dump(cache, to: &dumped)
        #expect(!dumped.contains("correct horse"))
        #expect(!dumped.contains(Data("correct horse".utf8).map { String($0) }.joined(separator: ", ")))
    }
}
