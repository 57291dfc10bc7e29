import FoundationEssentials

/// How the bodies of the internal API become JSON text and back.
package enum APICoding {
    /// The media type of a JSON body.
    package static let mediaType = "application/json"

    /// The largest JSON body that either side reads, in bytes: a shard map is about 20 KiB.
    package static let maximumBytes = 1 << 20

    /// Returns the JSON text of a value, with its keys in order.
    ///
    /// - Throws: `EncodingError` when the value has no JSON form.
    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value))
    }

    /// Returns the value that a JSON text stands for; unknown members are ignored.
    ///
    /// - Throws: `DecodingError` when the text is not JSON or a member is missing or wrong.
    package static func decode<Value: Decodable>(_ type: Value.Type, from octets: [UInt8]) throws -> Value {
        try JSONDecoder().decode(type, from: Data(octets))
    }
}
