import BlobModel
import BlobStore
import DurableIO
import Glibc
import SystemPackage

/// A byte of a stored blob that changes behind the shard's back.
///
/// The byte is looked for in the segments, whatever the shard says of its place, and every copy of it is changed. The
/// change is durable at once: a loss of power does not take it back.
struct Damage: Hashable, Sendable {
    /// What of a blob is changed.
    enum Part: Hashable, Sendable {
        /// Its first chunk.
        case chunk
        /// Its manifest, of a blob of several chunks.
        case manifest
    }

    /// Enough to tell the place of nothing else.
    private static let needleByteCount = 32
    /// The bytes of an encoded manifest before the content ID of its blob (`Docs/formats/manifest.md`).
    private static let manifestPrologue = Array("AMan".utf8)
    private static let manifestBlobOffset = 16

    /// The blob; nothing else in the shard has its first chunk.
    let blob: ProbeBlob
    /// What of it is changed.
    var part = Part.chunk

    /// Changes a bit of every copy, or makes it again what it was.
    ///
    /// - Parameters:
    ///   - directory: The shard's directory.
    ///   - isUndone: Whether the bit becomes what it was.
    /// - Throws: ``ProbeError/hindered(_:)`` when the disk refuses, and when there is no copy.
    func apply(in directory: FilePath, isUndone: Bool) throws(ProbeError) {
        var copies = 0
        for segment in try Self.segments(in: directory) {
            let bytes = try Self.unhindered { () throws(FileError) in try LocalFileSystem().contents(at: segment) }
            for offset in places(in: bytes) {
                let byte = original(of: bytes, at: offset) ^ (isUndone ? 0 : 1)
                try Self.write(byte, to: segment, at: offset)
                copies += 1
            }
        }
        // The blob was not put, as when calls are made to fail.
        guard copies > 0 else { throw .hindered("no segment has the \(part) of \(blob.reference)") }
    }

    /// The changed byte lies right behind the needle, which stays as it is and is found again.
    private func places(in bytes: [UInt8]) -> [Int] {
        let needle = part == .chunk ? Array(blob.bytes.prefix(Self.needleByteCount)) : blob.id.bytes
        guard let first = needle.first, bytes.count > needle.count else { return [] }
        var places: [Int] = []
        for start in 0..<bytes.count - needle.count where bytes[start] == first {
            guard bytes[start...].starts(with: needle), isRightPlace(start, in: bytes) else { continue }
            places.append(start + needle.count)
        }
        return places
    }

    private func isRightPlace(_ start: Int, in bytes: [UInt8]) -> Bool {
        guard part == .manifest else { return true }
        guard start >= Self.manifestBlobOffset else { return false }
        return bytes[(start - Self.manifestBlobOffset)...].starts(with: Self.manifestPrologue)
    }

    /// In a manifest the first byte of the chunks' least length follows, which is 0 for ever.
    private func original(of bytes: [UInt8], at offset: Int) -> UInt8 {
        part == .chunk ? blob.bytes[Self.needleByteCount] : 0
    }

    private static func segments(in directory: FilePath) throws(ProbeError) -> [FilePath] {
        let folder = directory.appending("segments")
        let names = try unhindered { () throws(FileError) in try LocalFileSystem().list(at: folder) }
        return names.filter { $0.extension == "segment" }.map { folder.appending($0) }
    }

    private static func write(_ byte: UInt8, to path: FilePath, at offset: Int) throws(ProbeError) {
        do {
            let synchronous = FileDescriptor.OpenOptions(rawValue: O_DSYNC)
            let file = try FileDescriptor.open(path, .writeOnly, options: synchronous)
            _ = try file.closeAfter { try file.writeAll(toAbsoluteOffset: Int64(offset), [byte]) }
        } catch {
            throw .hindered("\(error)")
        }
    }

    private static func unhindered<Value>(_ body: () throws(FileError) -> Value) throws(ProbeError) -> Value {
        do throws(FileError) { return try body() } catch { throw .hindered("\(error)") }
    }
}

extension Damage {
    /// Tells whether a finding is nothing but this damage.
    func explains(_ finding: ShardFinding) -> Bool {
        switch finding {
        case .damagedChunk(let id, _, _): part == .chunk && (id == blob.id || blob.hasSeveralChunks)
        case .damagedManifest(let id, _, _): part == .manifest && id == blob.id
        case .unreadableBlob(_, let id, _): id == blob.id
        default: false
        }
    }
}
