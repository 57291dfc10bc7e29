import BlobModel
import BlobStoreTesting
import DurableIO
import DurableIOTesting
import FoundationEssentials
import RandomTesting
import Synchronization
import SystemPackage
import Testing

@testable import BlobStore

/// Exports of a stopped shard.
struct ExportTests {
    private let test: TestShard
    private let home: DedupDomain
    private let other: DedupDomain

    init() throws {
        test = try TestShard()
        home = try DedupDomain(validating: "home")
        other = try DedupDomain(validating: "other")
    }

    private func fill() async throws -> [PutBlob] {
        let shard = try await test.open()
        var random = SeededGenerator(seed: 21)
        var blobs = [try await shard.put(random.bytes(700_000), in: home)]
        blobs.append(try await shard.put([], in: home))
        blobs.append(try await shard.put(random.bytes(1_025), in: other))
        blobs.append(try await shard.put(blobs[0].bytes, in: home))
        let released = try await shard.put(random.bytes(100), in: home)
        try await shard.release(released.reference, in: home)
        await shard.close()
        return blobs
    }

    /// The files of a folder, by their paths in it.
    private func files(in folder: FilePath) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.string) {
            var isFolder = false
            let file = folder.appending(path)
            _ = FileManager.default.fileExists(atPath: file.string, isDirectory: &isFolder)
            if !isFolder { files[path] = try LocalFileSystem().contents(at: file) }
        }
        return files
    }

    private func listing(_ files: [String: [UInt8]]) throws -> ExportListing {
        let bytes = try #require(files["listing/000001.json"])
        return try JSONDecoder().decode(ExportListing.self, from: Data(bytes))
    }

    @Test func `each reference becomes a file with the blob's bytes`() async throws {
        let blobs = try await fill()
        let folder = test.directory.appending("out")
        var target = try FolderExport(folder)
        let report = try StoppedShard(at: test.path).export(nil, to: &target)
        #expect(report.blobs == 4 && report.bytes == 1_401_025 && report.findings.isEmpty)
        let files = try files(in: folder)
        #expect(files.count == 5)
        let listing = try listing(files)
        #expect(listing.references.count == 4 && listing.shard == test.identity.shard)
        for blob in blobs {
            let path = "\(blob.domain.key)/\(blob.reference)"
            let isSame = files[path] == blob.bytes
            #expect(isSame, "\(path)")
            let entry = try #require(listing.references.first { $0.reference == blob.reference })
            #expect(entry.path == path && entry.blob == blob.content)
            #expect(entry.size == UInt64(blob.bytes.count) && entry.domainKey == blob.domain.key)
        }
    }

    @Test func `one domain is exported under its own name`() async throws {
        let blobs = try await fill()
        let folder = test.directory.appending("out")
        var target = try FolderExport(folder)
        let report = try StoppedShard(at: test.path).export(other, to: &target)
        #expect(report.blobs == 1)
        let files = try files(in: folder)
        #expect(Set(files.keys) == ["listing/000001.json", "other/\(blobs[2].reference)"])
        #expect(try listing(files).domain == other)
        #expect(throws: FileError.self) { try FolderExport(folder) }
    }

    @Test func `what is damaged has no file and is told`() async throws {
        let blobs = try await fill()
        try test.flip(1, at: 300_000)
        let folder = test.directory.appending("out")
        var target = try FolderExport(folder)
        let report = try StoppedShard(at: test.path).export(home, to: &target)
        #expect(report.blobs == 1 && report.findings.count == 2, "\(report.findings)")
        let files = try files(in: folder)
        #expect(files["home/\(blobs[0].reference)"] == nil && files["home/\(blobs[1].reference)"] == [])
        let lost = try listing(files).references.filter { $0.path == nil }
        #expect(Set(lost.map(\.reference)) == [blobs[0].reference, blobs[3].reference])
    }

    @Test func `an archive has the same files in the form of tar`() async throws {
        let blobs = try await fill()
        let archive = Mutex<[UInt8]>([])
        var target = TarExport { (bytes) throws(FileError) in archive.withLock { $0 += bytes } }
        _ = try StoppedShard(at: test.path).export(home, to: &target)
        let bytes = archive.withLock { $0 }
        #expect(bytes.count % 512 == 0)
        #expect(bytes.suffix(1_024).allSatisfy { $0 == 0 })
        let files = try Self.untar(bytes)
        #expect(files.count == 4)
        for blob in [blobs[0], blobs[1], blobs[3]] {
            let isSame = files["home/\(blob.reference)"] == blob.bytes
            #expect(isSame)
        }
    }

    @Test func `a file of more than 8 GiB has its size as a binary number`() throws {
        let header = Mutex<[UInt8]>([])
        var target = TarExport { (bytes) throws(FileError) in header.withLock { $0 = bytes } }
        try target.begin("home/a", size: 1 << 33)
        let field = header.withLock { Array($0[124..<136]) }
        #expect(field == [0x80, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0])
        try target.begin("home/a", size: (1 << 33) - 1)
        #expect(header.withLock { Array($0[124..<136]) } == Array("77777777777\u{0}".utf8))
    }

    private static func untar(_ bytes: [UInt8]) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        var offset = 0
        while bytes[offset] != 0 {
            let header = Array(bytes[offset..<offset + 512])
            #expect(Array(header[257..<265]) == Array("ustar\u{0}00".utf8))
            let sum = header.indices.reduce(0) { $0 + ((148..<156).contains($1) ? 32 : Int(header[$1])) }
            #expect(try octal(header[148..<154]) == sum)
            let size = try octal(header[124..<135])
            let name = String(decoding: header.prefix { $0 != 0 }, as: UTF8.self)
            files[name] = Array(bytes[offset + 512..<offset + 512 + size])
            offset += 512 + (size + 511) / 512 * 512
        }
        return files
    }

    private static func octal(_ field: ArraySlice<UInt8>) throws -> Int {
        try #require(Int(String(decoding: field, as: UTF8.self), radix: 8))
    }
}
