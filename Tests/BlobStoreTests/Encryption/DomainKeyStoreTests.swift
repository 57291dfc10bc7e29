import BlobModel
import DurableIO
import DurableIOTesting
import SystemPackage
import Testing

@testable import BlobStore

struct DomainKeyStoreTests {
    private let scene: KeyScene
    private let domain = ContentID.domain(1)
    private let content = ContentID(of: [1].span)

    init() throws {
        scene = try KeyScene()
    }

    @Test func `without a master key nothing is encrypted, and no file is made`() throws {
        let keys = try scene.open(nil)
        #expect(try keys.cipher(for: domain, unlessLost: { () throws(BlobStoreError) in true }) == nil)
        #expect(try keys.standing(of: domain).isPlain)
        #expect(throws: FileError.self) { try LocalFileSystem().list(at: scene.path) }
    }

    @Test func `a domain gets its key with its first write, and has it after opening again`() throws {
        let keys = try scene.open()
        #expect(try keys.standing(of: domain).isPlain)
        let cipher = try keys.cipher(for: domain)
        let names = try [keys, scene.open()].map { try $0.standing(of: domain).cipher?.name(of: content) }
        #expect(names == [cipher.name(of: content), cipher.name(of: content)])
        #expect(try keys.standing(of: .domain(2)).isPlain)
    }

    @Test func `the mark and the key are durable before the key is given`() throws {
        let fileSystem = RecordingFileSystem()
        _ = try scene.open(MasterKeyRing(current: scene.master), on: fileSystem).cipher(for: domain)
        let (mark, key) = (scene.directory().markPath, scene.directory().path(of: domain))
        let steps = fileSystem.events.compactMap { event -> String? in
            switch event {
            case .rename(_, let target): target.lastComponent?.string
            case .synchronise(let path): "content of \(path.lastComponent?.string ?? "")"
            case .synchroniseDirectory(let path): "names in \(path.lastComponent?.string ?? "")"
            default: nil
            }
        }
        #expect(
            Array(steps.suffix(6)) == [
                "content of MASTER.new", mark.lastComponent?.string ?? "", "names in keys",
                "content of \(domain).key.new", key.lastComponent?.string ?? "", "names in keys",
            ]
        )
    }

    @Test func `tasks that come at the same time get the same key`() async throws {
        let keys = try scene.open()
        let names = try await withThrowingTaskGroup(of: ContentID.self) { group in
            for _ in 0..<32 { group.addTask { try keys.cipher(for: domain).name(of: content) } }
            return try await group.reduce(into: Set<ContentID>()) { $0.insert($1) }
        }
        #expect(names.count == 1)
        #expect(try keys.directory.domains() == [domain])
    }

    @Test func `a missing or a wrong master key is refused at once, and named`() throws {
        _ = try scene.open().cipher(for: domain)
        let path = scene.directory().markPath
        #expect(throws: BlobStoreError.keys(path, .masterKeyMissing(scene.master.id))) { try scene.open(nil) }
        #expect(throws: BlobStoreError.keys(path, .masterKeyUnknown(scene.master.id, given: [scene.next.id]))) {
            try scene.open(MasterKeyRing(current: scene.next))
        }
        let error = BlobStoreError.keys(path, .masterKeyUnknown(scene.master.id, given: [scene.next.id]))
        #expect("\(error)".contains("\(scene.master.id)") && "\(error)".contains("\(scene.next.id)"))
    }

    @Test func `keys without the mark are refused`() throws {
        _ = try scene.open().cipher(for: domain)
        try LocalFileSystem().remove(at: scene.directory().markPath)
        for ring in [nil, MasterKeyRing(current: scene.master)] {
            #expect(throws: BlobStoreError.keys(scene.directory().markPath, .markMissing)) {
                try scene.open(ring)
            }
        }
    }

    @Test func `key files swapped between domains or shards are refused`() throws {
        let keys = try scene.open()
        for number in 1...2 { _ = try keys.cipher(for: .domain(number)) }
        let other = try KeyScene(shard: "s2")
        _ = try other.open(MasterKeyRing(current: scene.master)).cipher(for: domain)
        let path = scene.directory().path(of: domain)
        for source in [scene.directory().path(of: .domain(2)), other.directory().path(of: domain)] {
            try LocalFileSystem().replaceFile(at: path, with: LocalFileSystem().contents(at: source))
            let again = try scene.open()
            #expect(throws: BlobStoreError.keys(path, .foreign)) { try again.standing(of: domain) }
            #expect(throws: BlobStoreError.keys(path, .foreign)) { try again.cipher(for: domain) }
        }
        #expect(try scene.open().standing(of: .domain(2)).cipher != nil)
    }

    @Test func `a damaged key file is named, and is not written over`() throws {
        _ = try scene.open().cipher(for: domain)
        try scene.change(domain) { $0[100] ^= 1 }
        let before = try LocalFileSystem().contents(at: scene.directory().path(of: domain))
        let keys = try scene.open()
        let error = BlobStoreError.keys(scene.directory().path(of: domain), .malformed)
        #expect(throws: error) { try keys.cipher(for: domain) }
        #expect(throws: error) { try keys.erase(domain) }
        #expect(try LocalFileSystem().contents(at: scene.directory().path(of: domain)) == before)
        #expect(try keys.status().unusable == 1)
    }

    @Test func `a domain whose key was lost gets no other one`() throws {
        let keys = try scene.open()
        #expect(throws: BlobStoreError.keys(scene.directory().path(of: domain), .keyMissing)) {
            try keys.cipher(for: domain, unlessLost: { () throws(BlobStoreError) in true })
        }
        #expect(try keys.directory.domains().isEmpty)
    }

    @Test func `what a domain has is looked through once for a lost key, and again when its file has changed`() throws {
        let keys = try scene.open()
        var looks = 0
        func look(finding isLost: Bool = false) throws(BlobStoreError) {
            try keys.requireNoLoss(by: domain) { () throws(BlobStoreError) in
                looks += 1
                return isLost
            }
        }
        for _ in 1...2 {
            #expect(throws: BlobStoreError.keys(scene.directory().path(of: domain), .keyMissing)) {
                try look(finding: true)
            }
        }
        for _ in 1...2 { try look() }
        #expect(looks == 3, "what was lost may be put back; what was not lost stays so")
        _ = try keys.cipher(for: domain)
        try look()
        #expect(looks == 4)
    }

    @Test func `an erased key is gone for ever, and the other domains keep theirs`() throws {
        let keys = try scene.open()
        _ = try keys.cipher(for: domain)
        let name = try keys.cipher(for: .domain(2)).name(of: content)
        let wrapped = try LocalFileSystem().contents(at: scene.directory().path(of: domain))[72..<132]
        #expect(try keys.erase(domain))
        #expect(try !keys.erase(domain))
        for store in [keys, try scene.open()] {
            #expect(try store.standing(of: domain).isErased)
            #expect(throws: BlobStoreError.domainErased(domain)) { try store.cipher(for: domain) }
            #expect(try store.standing(of: .domain(2)).cipher?.name(of: content) == name)
        }
        for file in try LocalFileSystem().list(at: scene.path) {
            let bytes = try LocalFileSystem().contents(at: scene.path.appending(file))
            #expect(!bytes.contains(sequence: wrapped))
        }
    }

    @Test func `an erasure takes the draft of a killed process with it`() throws {
        let keys = try scene.open()
        _ = try keys.cipher(for: domain)
        let path = scene.directory().path(of: domain)
        let draft = FilePath(path.string + ".new")
        try LocalFileSystem().replaceFile(at: draft, with: LocalFileSystem().contents(at: path))
        #expect(try keys.erase(domain))
        #expect(throws: FileError.self) { try LocalFileSystem().contents(at: draft) }
    }

    @Test func `a domain that never had a key cannot be erased`() throws {
        let keys = try scene.open()
        #expect(throws: BlobStoreError.keys(scene.directory().path(of: domain), .notEncrypted)) {
            try keys.erase(domain)
        }
    }

    @Test func `more domains than are remembered are read again`() throws {
        let keys = try scene.open()
        let name = try keys.cipher(for: domain).name(of: content)
        for number in 2..<4_200 { #expect(try keys.standing(of: .domain(number)).isPlain) }
        #expect(try keys.standing(of: domain).cipher?.name(of: content) == name)
    }

    @Test(arguments: [FileOperation.createFile, .write, .synchronise, .rename, .synchroniseDirectory], 1...3)
    func `a key that may not be durable is not used before it is`(_ operation: FileOperation, _ step: Int) throws {
        let fileSystem = FaultyFileSystem()
        let keys = try scene.open(MasterKeyRing(current: scene.master), on: fileSystem)
        let before = fileSystem.count(of: operation)
        fileSystem.fail(FaultPoint(operation, before + step), with: .inputOutput)
        let first = Result { try keys.cipher(for: domain) }
        guard case .failure = first else { return }
        let renames = fileSystem.count(of: .rename)
        let cipher = try keys.cipher(for: domain)
        #expect(fileSystem.count(of: .rename) > renames, "the file was not written again")
        #expect(try scene.open().standing(of: domain).cipher?.name(of: content) == cipher.name(of: content))
        #expect(try keys.standing(of: domain).cipher?.name(of: content) == cipher.name(of: content))
    }
}
