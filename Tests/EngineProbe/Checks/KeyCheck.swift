import BlobModel
import BlobStore
import DurableIO
import SystemPackage

/// Looks for keys on the disk that must not be there any more.
struct KeyCheck {
    private let place: ShardPlace
    private let erasures: ErasureExpectations

    /// Makes a check of a shard that nobody has open.
    init(_ place: ShardPlace, _ erasures: ErasureExpectations) {
        self.place = place
        self.erasures = erasures
    }

    /// Returns a sentence for each thing that is wrong.
    func findings() throws -> [String] {
        guard !erasures.erased.isEmpty else { return [] }
        let status = try MasterKeyStatus(ofShardAt: place.directory, current: nil)
        var findings: [String] = []
        if status.erased < erasures.erased.count {
            findings.append("\(erasures.erased.count) keys were erased, and \(status.erased) files say so")
        }
        let names = try LocalFileSystem().list(at: place.directory.appending("keys")).map(\.string)
        for domain in erasures.erased {
            let copies = names.filter { $0.hasPrefix("\(domain.key)") && $0 != "\(domain.key).key" }
            findings += copies.map { "\($0) is left of a key that was erased" }
        }
        return findings
    }
}
