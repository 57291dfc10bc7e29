import BlobModel
import FoundationEssentials
import Synchronization
import SystemPackage

/// The keys of a shard's domains (`Docs/formats/domain-key.md`).
///
/// The calls block their thread when they read or write a file, and may come from any thread. What is known of the domains
/// asked for lately is kept in memory, a bounded number of them.
final class DomainKeyStore: Sendable {
    private static let cacheLimit = 4_096

    /// The directory of keys.
    let directory: KeyDirectory

    /// The master keys; nil when nothing is encrypted.
    let ring: MasterKeyRing?

    /// The mark; whoever changes a file holds it, so that there is one change at a time.
    private let mark: Mutex<MasterMark?>

    private let shard: ShardIdentity
    private let now: @Sendable () -> Date
    private let cache = Mutex(DomainStandingCache(limit: cacheLimit))
    /// The domains whose file a failed change left in a state that may not be durable.
    private let unsettled = Mutex<Set<ContentID>>([])

    /// Makes the store of a shard's keys, after checking that the master key is the right one.
    ///
    /// - Parameters:
    ///   - directory: The directory of keys; it is made with the first key.
    ///   - shard: The shard that the keys are good for.
    ///   - ring: The master keys; nil when nothing shall be encrypted.
    ///   - now: Returns the present, for the dates in files.
    /// - Throws: ``BlobStoreError/keys(_:_:)`` with ``KeyFault/masterKeyMissing(_:)``,
    ///   ``KeyFault/masterKeyUnknown(_:given:)``, or ``KeyFault/markMissing``.
    init(
        _ directory: KeyDirectory,
        shard: ShardIdentity,
        ring: MasterKeyRing?,
        now: @escaping @Sendable () -> Date
    ) throws(BlobStoreError) {
        self.directory = directory
        self.shard = shard
        self.ring = ring
        self.now = now
        // A killed process may have left names in the system's memory alone, which a loss of power would take.
        try directory.synchronise()
        mark = Mutex(try Self.checkedMark(in: directory, ring))
    }

    /// Tells whether what is written is encrypted.
    var encrypts: Bool { ring != nil }

    /// The mark, as it is now.
    var currentMark: MasterMark? { mark.withLock { $0 } }

    /// Returns whether the content of a domain is encrypted, and the cipher for it.
    ///
    /// - Parameter domainKey: The SHA-256 of the domain's ID.
    /// - Returns: The standing, with the cipher when there is one.
    /// - Throws: ``BlobStoreError/keys(_:_:)`` when there is a key file that cannot be used.
    func standing(of domainKey: ContentID) throws(BlobStoreError) -> DomainStanding {
        guard encrypts else { return .plain }
        let (known, changes) = cache.withLock { ($0[domainKey], $0.changes) }
        if let known { return known }
        if unsettled.withLock({ $0.contains(domainKey) }) {
            try changing(domainKey) { (_) throws(BlobStoreError) in }
        }
        let standing = try readStanding(of: domainKey)
        cache.withLock { $0.keep(standing, of: domainKey, readAfter: changes) }
        return standing
    }

    /// Returns the cipher for what a domain is about to write; nil when it is to be written as it comes.
    ///
    /// A domain without a key gets one, which is durable when the call returns: before the first byte under it is.
    ///
    /// - Parameters:
    ///   - domainKey: The SHA-256 of the domain's ID.
    ///   - hasLostKey: Tells whether the domain has content under a key that is not there.
    /// - Returns: The cipher, or nil.
    /// - Throws: ``BlobStoreError/domainErased(_:)``, and ``BlobStoreError/keys(_:_:)`` with ``KeyFault/keyMissing`` when
    ///   its key was lost.
    func cipher(
        for domainKey: ContentID,
        unlessLost hasLostKey: () throws(BlobStoreError) -> Bool
    ) throws(BlobStoreError) -> DomainCipher? {
        guard let ring else { return nil }
        switch try standing(of: domainKey) {
        case .encrypted(let cipher): return cipher
        case .erased: throw .domainErased(domainKey)
        case .plain:
            try requireNoLoss(by: domainKey, hasLostKey)
            return try makeKey(for: domainKey, ring)
        }
    }

    /// Checks that a domain without a key has not lost one.
    ///
    /// It is looked for once: nothing comes under a key that the domain does not have.
    ///
    /// - Parameters:
    ///   - domainKey: The SHA-256 of the domain's ID, which has no key file.
    ///   - hasLostKey: Tells whether the domain has content under a key that is not there; it may take long.
    /// - Throws: ``BlobStoreError/keys(_:_:)`` with ``KeyFault/keyMissing``.
    func requireNoLoss(
        by domainKey: ContentID,
        _ hasLostKey: () throws(BlobStoreError) -> Bool
    ) throws(BlobStoreError) {
        let (isKnown, changes) = cache.withLock { ($0.isUnharmed(domainKey), $0.changes) }
        guard !isKnown else { return }
        guard try !hasLostKey() else { throw .keys(directory.path(of: domainKey), .keyMissing) }
        cache.withLock { $0.noteUnharmed(domainKey, seenAfter: changes) }
    }

    /// Erases the key of a domain, durably: nothing that was encrypted under it can be read any more, by anybody.
    ///
    /// The file is replaced by a mark, drafts of it included, so that the domain gets no other key. Copies of the file
    /// elsewhere, such as in a backup, are not reached. Erasing again succeeds.
    ///
    /// - Parameter domainKey: The SHA-256 of the domain's ID.
    /// - Returns: Whether there was a key.
    /// - Throws: ``BlobStoreError/keys(_:_:)`` with ``KeyFault/notEncrypted`` when the domain never had a key.
    @discardableResult
    func erase(_ domainKey: ContentID) throws(BlobStoreError) -> Bool {
        try changing(domainKey) { (_) throws(BlobStoreError) in
            guard let file = try directory.file(of: domainKey) else {
                throw .keys(directory.path(of: domainKey), .notEncrypted)
            }
            guard file.masterKey != nil else { return false }
            // Nobody shall use it while the file changes, nor keep what was read before.
            cache.withLock { $0.change(domainKey, to: .erased) }
            let mark = DomainKeyFile(erasing: domainKey, keyNumber: file.keyNumber, since: milliseconds())
            try directory.write(mark)
            cache.withLock { $0.change(domainKey, to: .erased) }
            return true
        }
    }
}

/// Making keys.
extension DomainKeyStore {
    private func makeKey(for domainKey: ContentID, _ ring: MasterKeyRing) throws(BlobStoreError) -> DomainCipher {
        try changing(domainKey) { (mark) throws(BlobStoreError) in
            // Another upload of the domain may have come first, or one that failed after the file had its name.
            switch try readStanding(of: domainKey) {
            case .encrypted(let cipher):
                cache.withLock { $0.change(domainKey, to: .encrypted(cipher)) }
                return cipher
            case .erased: throw .domainErased(domainKey)
            case .plain: break
            }
            try ensureMark(&mark, ring)
            let key = DomainKey.random()
            try directory.write(
                DomainKeyFile(wrapping: key, for: binding(of: domainKey), under: ring.current, since: milliseconds())
            )
            let cipher = DomainCipher(key, domainKey: domainKey)
            cache.withLock { $0.change(domainKey, to: .encrypted(cipher)) }
            return cipher
        }
    }

    /// Makes the directory and its mark before the first key, so that no key is ever there without the mark.
    private func ensureMark(_ mark: inout MasterMark?, _ ring: MasterKeyRing) throws(BlobStoreError) {
        guard mark == nil else { return }
        try directory.ensure()
        let first = MasterMark(master: ring.current.id)
        try directory.write(first)
        mark = first
    }

    private func readStanding(of domainKey: ContentID) throws(BlobStoreError) -> DomainStanding {
        guard let ring, let file = try directory.file(of: domainKey) else { return .plain }
        guard let key = try unwrap(file, ring) else { return .erased }
        return .encrypted(DomainCipher(key, domainKey: domainKey))
    }

    /// Returns the key in a file; nil when it was erased.
    ///
    /// - Throws: ``BlobStoreError/keys(_:_:)``.
    func unwrap(_ file: DomainKeyFile, _ ring: MasterKeyRing) throws(BlobStoreError) -> DomainKey? {
        do throws(KeyFault) {
            return try file.unwrap(for: binding(of: file.domainKey), ring)
        } catch {
            throw .keys(directory.path(of: file.domainKey), error)
        }
    }

    /// Runs a change of a domain's file, one change at a time.
    ///
    /// - Parameters:
    ///   - domainKey: The SHA-256 of the domain's ID.
    ///   - body: What to do; it is given the mark, which it may change. Spell its error.
    /// - Returns: What the body returns.
    /// - Throws: What the body throws; the file is settled before it is used again then.
    func changing<Value: Sendable>(
        _ domainKey: ContentID,
        _ body: (inout MasterMark?) throws(BlobStoreError) -> Value
    ) throws(BlobStoreError) -> Value {
        try mark.withLock { (mark) throws(BlobStoreError) in
            do throws(BlobStoreError) {
                try settle(domainKey)
                return try body(&mark)
            } catch {
                if case .file = error { unsettled.withLock { _ = $0.insert(domainKey) } }
                throw error
            }
        }
    }

    /// Names a master key in the mark, durably, unless there is no mark or it names it already.
    func naming(_ master: MasterKeyID) throws(BlobStoreError) {
        try mark.withLock { (mark) throws(BlobStoreError) in
            let next = MasterMark(master: master)
            guard mark != nil, mark != next else { return }
            try directory.write(next)
            mark = next
        }
    }

    /// Writes a file once more of which a failed change left in doubt whether it is durable.
    ///
    /// A synchronisation that failed cannot be repeated: the kernel may have dropped the change and report success.
    private func settle(_ domainKey: ContentID) throws(BlobStoreError) {
        guard unsettled.withLock({ $0.contains(domainKey) }) else { return }
        if let file = try directory.file(of: domainKey) { try directory.write(file) }
        unsettled.withLock { _ = $0.remove(domainKey) }
    }

    /// Returns what the key of a domain is bound to.
    func binding(of domainKey: ContentID) -> KeyBinding { KeyBinding(domainKey: domainKey, shard: shard) }

    private func milliseconds() -> UInt64 { UInt64(max(0, now().timeIntervalSince1970 * 1_000)) }

    /// Returns the mark, after checking it against the master keys that were given.
    private static func checkedMark(
        in directory: KeyDirectory,
        _ ring: MasterKeyRing?
    ) throws(BlobStoreError) -> MasterMark? {
        guard let mark = try directory.mark() else {
            // The mark is durable before the first key, so that a crash cannot explain this.
            guard try directory.domains().isEmpty else { throw .keys(directory.markPath, .markMissing) }
            return nil
        }
        guard let ring else { throw .keys(directory.markPath, .masterKeyMissing(mark.master)) }
        guard ring.key(mark.master) != nil else {
            throw .keys(directory.markPath, .masterKeyUnknown(mark.master, given: ring.ids))
        }
        return mark
    }
}
