package import BlobModel

/// A node's word that the bytes of an upload are durable, and where.
package struct GrantCompletion: Codable, Sendable, Equatable {
    private struct Place: Codable {
        let shard: ShardID
        let epoch: UInt64
    }

    private enum CodingKeys: String, CodingKey {
        case blob, size, place
    }

    /// The bytes, as the store has them.
    package let blob: BlobDescription

    /// The shard that took them, and the map by which it was chosen.
    package let place: BlobPlace

    /// Creates a completion from its parts.
    package init(blob: BlobDescription, place: BlobPlace) {
        self.blob = blob
        self.place = place
    }

    /// Reads the members.
    ///
    /// - Throws: `DecodingError` when one is missing or wrong.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        blob = BlobDescription(
            blob: try container.decode(ContentID.self, forKey: .blob),
            size: try container.decode(UInt64.self, forKey: .size)
        )
        let place = try container.decode(Place.self, forKey: .place)
        self.place = BlobPlace(shard: place.shard, epoch: place.epoch)
    }

    /// Writes the members.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(blob.blob, forKey: .blob)
        try container.encode(blob.size, forKey: .size)
        try container.encode(Place(shard: place.shard, epoch: place.epoch), forKey: .place)
    }
}
