/// Why what is encrypted cannot be read, or nothing can be encrypted.
package enum KeyFault: Error, Hashable {
    /// The shard's keys are wrapped under a master key, and none was given; nil when its ID is not known here.
    case masterKeyMissing(MasterKeyID?)
    /// There are wrapped keys, and the file that names their master key is not there.
    case markMissing
    /// The keys are wrapped under another master key than those given.
    case masterKeyUnknown(MasterKeyID, given: [MasterKeyID])
    /// A rotation is unfinished: keys are wrapped under a second master key, and only the one that the mark names is given.
    case rotationUnfinished(MasterKeyID, waiting: Int)
    /// The file is not a key file, or it is damaged.
    case malformed
    /// The file has a format version that is not known.
    case version(UInt16)
    /// The key was not wrapped for this domain of this shard, or the file was changed.
    case foreign
    /// The domain has encrypted content, and its key file is not there.
    case keyMissing
    /// The domain has no key that could be erased.
    case notEncrypted
}

extension KeyFault: CustomStringConvertible {
    /// A clause that says what is wrong, and what to do.
    package var description: String {
        switch self {
        case .masterKeyMissing(let id?): "the keys are wrapped under the master key \(id), and no master key is set"
        case .masterKeyMissing(nil): "content is encrypted, and no master key is set"
        case .markMissing: "there are wrapped keys, but the file that names their master key is missing"
        case .masterKeyUnknown(let id, let given): Self.unknown(id, given)
        case .rotationUnfinished(let id, let count):
            "a rotation is unfinished: \(count) keys are not wrapped under the master key \(id); give the other one too"
        case .malformed: "the file is no key file, or it is damaged"
        case .version(let version): "the format version \(version) is not known"
        case .foreign: "the key belongs to another domain, shard, or deployment, or the file was changed"
        case .keyMissing: "the domain has encrypted content, and the file with its key is missing"
        case .notEncrypted: "the domain has no key that could be erased"
        }
    }

    private static func unknown(_ id: MasterKeyID, _ given: [MasterKeyID]) -> String {
        let names = given.map(\.description).joined(separator: " and ")
        return "the keys are wrapped under the master key \(id), but given was \(names)"
    }
}
