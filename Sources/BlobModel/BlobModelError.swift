/// The ways in which text or numbers from outside fail to be a value of this target.
package enum BlobModelError: Error, Equatable {
    /// The text is not an identifier of the kind; `text` is cut to 80 characters.
    case malformedIdentifier(kind: String, text: String)
    /// The number is not that of a slot: 0 through 4,095.
    case slotOutOfRange(Int)
    /// The bytes are not a secret of the length that is needed.
    case secretLength(expected: Int, found: Int)
    /// The bytes are not a manifest; the sentence says where they stop being one.
    case malformedManifest(String)
    /// The parts of a shard map do not fit together; the sentence says why.
    case inconsistentShardMap(String)
    /// The signing keys do not form a key ring; the sentence says why.
    case inconsistentKeyRing(String)

    /// Makes the error for text that is not an identifier.
    ///
    /// - Parameters:
    ///   - kind: The words for what was expected, such as "content ID".
    ///   - text: The text found, of any length.
    /// - Returns: The error, with the text cut.
    static func malformed(_ kind: String, _ text: String) -> BlobModelError {
        .malformedIdentifier(kind: kind, text: String(text.prefix(80)))
    }
}

extension BlobModelError: CustomStringConvertible {
    /// A sentence that says what is wrong, with the operands.
    package var description: String {
        switch self {
        case .malformedIdentifier(let kind, let text): "“\(text)” is not a \(kind)."
        case .slotOutOfRange(let index): "\(index) is not a slot: slots are 0 through \(Slot.count - 1)."
        case .secretLength(let expected, let found): "A secret of \(expected) bytes was expected, \(found) were found."
        case .malformedManifest(let reason): "The manifest is malformed: \(reason)"
        case .inconsistentShardMap(let reason): "The shard map is inconsistent: \(reason)"
        case .inconsistentKeyRing(let reason): "The key ring is inconsistent: \(reason)"
        }
    }
}
