import DurableIO
import DurableIOTesting
import Glibc
import SystemPackage
import Testing

struct AppendFileTests {
    let directory: TemporaryDirectory
    let fileSystem = LocalFileSystem()

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test func `bytes are appended in the order of the calls`() throws {
        let path = directory.appending("a")
        let file = try fileSystem.createFile(at: path)
        try file.append([1, 2].span)
        try file.append([[3], [], [4, 5]])
        try file.append([UInt8]().span)
        try file.append([[UInt8]]())
        try file.append([[], []])
        try file.synchronise()
        #expect(try file.size() == 5)
        let again = try fileSystem.openForAppending(at: path)
        try again.append([6].span)
        #expect(try fileSystem.contents(at: path) == [1, 2, 3, 4, 5, 6])
    }

    @Test(arguments: [1, 255, 256, 257, 1000])
    func `many pieces are appended in order`(count: Int) throws {
        let path = directory.appending("a")
        let pieces = (0..<count).map { [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: $0 % 50) }
        try fileSystem.createFile(at: path).append(pieces)
        #expect(try fileSystem.contents(at: path) == Array(pieces.joined()))
    }

    @Test func `writing begun early changes no byte, wherever the run ends`() throws {
        let path = directory.appending("a")
        let file = try fileSystem.createFile(at: path)
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for run in [0..<100_000, 100_000..<100_001, 100_001..<300_000] {
            try file.append(bytes[run].span)
            for range in [run, 0..<bytes.count, 0..<0] {
                file.beginWriteback(of: UInt64(range.lowerBound)..<UInt64(range.upperBound))
            }
        }
        try file.synchronise()
        let isSame = try fileSystem.contents(at: path) == bytes
        #expect(isSame)
    }

    @Test func `a cut file goes on at the cut`() throws {
        let path = directory.appending("a")
        let file = try fileSystem.createFile(at: path)
        try file.append([1, 2, 3, 4].span)
        try file.truncate(to: 2)
        try file.synchronise()
        try file.append([9].span)
        #expect(try fileSystem.contents(at: path) == [1, 2, 9])
    }

    @Test func `a short write is completed until the system refuses`() async throws {
        let path = directory.appending("a").string
        await #expect(processExitsWith: .success) { [path = path as String] in
            // The kernel writes as far as the limit, a short write, and refuses the rest only when asked again.
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 100, rlim_max: 100)
            guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else { exit(2) }
            let file = try LocalFileSystem().createFile(at: FilePath(path))
            do {
                try file.append([[UInt8](repeating: 1, count: 60), [UInt8](repeating: 2, count: 60)])
                exit(3)
            } catch let error as FileError {
                guard error.isNoSpace, try file.size() == 100 else { exit(4) }
            }
        }
        let expected = [UInt8](repeating: 1, count: 60) + [UInt8](repeating: 2, count: 40)
        #expect(try fileSystem.contents(at: FilePath(path)) == expected)
    }

    @Test func `a full device is reported as such`() throws {
        let file = try fileSystem.openForAppending(at: "/dev/full")
        let error = #expect(throws: FileError.self) { try file.append([1].span) }
        #expect(error?.isNoSpace == true)
        #expect(error?.isWorthRetrying == true)
    }
}
