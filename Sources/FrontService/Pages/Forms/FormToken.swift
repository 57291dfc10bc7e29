import BlobModel
import CalendarStore
import Cryptography
import FoundationEssentials

/// What a form carries to prove that a page of the service made it, for the user who sends it, not long ago.
///
/// A page of another site can have a browser send a form, and cannot read a page of ours to learn the token. There is
/// no state and no cookie: the token is its instant and HMAC-SHA256 of that and the user's home, with a key that is
/// derived from the deployment's active root key. All keys of the ring verify.
struct FormToken {
    /// The seconds for which a token is good.
    static let lifetime: Int64 = 12 * 3_600

    /// The seconds by which the clocks of two fronts may differ.
    private static let skew: Int64 = 60

    private static let tag = "attache-form-v1"
    private static let keyInformation = "attache-form-key-v1"
    private static let instantCount = 8

    private let ring: RootKeyRing
    private let home: HomeID

    /// Makes the tokens of a user.
    ///
    /// - Parameters:
    ///   - ring: The root keys of the deployment.
    ///   - home: The user's calendar home, which is never another's, where a user's name may become another's.
    init(_ ring: RootKeyRing, for home: HomeID) {
        self.ring = ring
        self.home = home
    }

    /// Returns a token that is good from now on.
    func mint(now: Date) -> String {
        guard let active = ring.keys.first(where: { $0.state == .active }) else {
            preconditionFailure("A key ring has exactly one active key.")
        }
        let instant = Self.octets(of: Self.seconds(now))
        return Base64URL.encode(instant + key(active).authenticate(message(instant).span))
    }

    /// Tells whether a token is one of this user's, and still good.
    func isGood(_ token: String, now: Date) -> Bool {
        guard let octets = Base64URL.decode(token), octets.count == Self.instantCount + HMACKey.tagByteCount else {
            return false
        }
        let instant = Array(octets.prefix(Self.instantCount))
        let tag = Array(octets.dropFirst(Self.instantCount))
        let message = message(instant)
        // First the tag: until it is found good, the instant is whatever the client sent.
        guard ring.keys.contains(where: { key($0).isValid(tag, for: message.span) }) else { return false }
        return Self.isCurrent(instant.reduce(0) { $0 << 8 | Int64($1) }, now: now)
    }

    /// Tells whether a token of an instant is good now, for any instant that eight octets can say.
    static func isCurrent(_ instant: Int64, now: Date) -> Bool {
        let (age, overflows) = seconds(now).subtractingReportingOverflow(instant)
        return !overflows && (-skew...lifetime).contains(age)
    }

    private func key(_ root: SigningKey) -> HMACKey {
        let information = Array(Self.keyInformation.utf8)
        return HMACKey(
            HKDF.derive(from: root.secret, salt: [], info: information, count: SigningKey.secretByteCount)
        )
    }

    private func message(_ instant: [UInt8]) -> [UInt8] {
        var writer = ByteWriter(capacity: 64)
        writer.writeLengthPrefixed(Self.tag.utf8)
        writer.writeLengthPrefixed(home.text.utf8)
        writer.writeLengthPrefixed(instant)
        return writer.bytes
    }

    private static func seconds(_ date: Date) -> Int64 {
        Int64(date.timeIntervalSince1970.rounded(.down))
    }

    /// Returns the eight octets of a number, the greatest first.
    private static func octets(of seconds: Int64) -> [UInt8] {
        (0..<instantCount).map { UInt8(truncatingIfNeeded: seconds >> Int64(8 * (instantCount - 1 - $0))) }
    }
}
