import Cryptography
import FoundationEssentials

/// Remembers which credentials were verified lately, without holding a password.
///
/// An entry is the HMAC of name, password, and stored hash under a key that only this process has ever had. Since the
/// stored hash is part of it, a changed password is no longer found, on every front and at once.
struct VerifiedCredentialCache: Sendable {
    private let key: HMACKey
    private let capacity: Int
    private let lifetime: Double
    private var expiries: [[UInt8]: Date] = [:]

    /// Makes an empty cache with a key of its own.
    ///
    /// - Parameters:
    ///   - capacity: The greatest number of entries.
    ///   - lifetime: The seconds after which an entry is verified again.
    init(capacity: Int, lifetime: Double) {
        key = HMACKey(SecureRandom.bytes(HMACKey.tagByteCount))
        self.capacity = capacity
        self.lifetime = lifetime
    }

    /// The number of entries.
    var count: Int { expiries.count }

    /// Returns whether the credentials of a tag were verified lately.
    func contains(_ tag: [UInt8], now: Date) -> Bool {
        guard let expiry = expiries[tag] else { return false }
        return expiry > now
    }

    /// Remembers that the credentials of a tag match the stored hash that is part of it.
    mutating func insert(_ tag: [UInt8], now: Date) {
        makeRoom(now: now)
        expiries[tag] = now.addingTimeInterval(lifetime)
    }

    /// Returns what tells credentials apart: a tag of length-prefixed fields, so that no two triples give the same message.
    func tag(of credentials: BasicCredentials, _ storedHash: String) -> [UInt8] {
        var message: [UInt8] = []
        for field in [credentials.name, credentials.password, storedHash] {
            message += Array("\(field.utf8.count):".utf8) + Array(field.utf8)
        }
        return key.authenticate(message.span)
    }

    private mutating func makeRoom(now: Date) {
        guard expiries.count >= capacity else { return }
        expiries = expiries.filter { $0.value > now }
        guard expiries.count >= capacity else { return }
        let byExpiry = expiries.sorted { $0.value < $1.value }
        for (tag, _) in byExpiry.prefix(max(1, capacity / 4)) { expiries[tag] = nil }
    }
}
