import BlobModel
import DurableIO

/// A part of a chunk together with the place where the chunk's bytes are.
struct LocatedSlice: Sendable {
    /// The part.
    let slice: BlobSlice

    /// Where the whole chunk is.
    let location: ChunkLocation

    /// The offset in the segment at which the wanted bytes begin.
    var wantedOffset: UInt64 { location.offset + UInt64(slice.wanted.lowerBound) }

    /// Tells whether the chunk's bytes are encrypted.
    var isEncrypted: Bool { location.flags.contains(.encrypted) }

    /// Tells whether another chunk begins where this one ends.
    func isFollowed(by other: LocatedSlice) -> Bool {
        other.location.segment == location.segment
            && other.location.offset == location.offset + UInt64(location.storedLength)
    }
}
