import DurableIO
import DurableIOTesting
import Glibc
import SystemPackage
import Testing

struct FileLockTests {
    let directory: TemporaryDirectory
    let path: FilePath
    let fileSystem = LocalFileSystem()

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.appending("shard.lock")
    }

    @Test func `a second lock is refused with a sentence that names the path`() throws {
        let lock = try fileSystem.lock(at: path)
        let error = #expect(throws: FileError.self) { _ = try fileSystem.lock(at: path) }
        #expect(error == .locked(path: path))
        #expect("\(try #require(error))".contains(path.string))
        #expect(lock.path == path)
    }

    @Test func `a lock ends when its holder lets go of it`() throws {
        var lock: (any FileLock)? = try fileSystem.lock(at: path)
        #expect(lock != nil)
        lock = nil
        _ = try fileSystem.lock(at: path)
    }

    @Test func `a lock holds against another process and ends with its own`() async throws {
        let lock = try fileSystem.lock(at: path)
        await #expect(processExitsWith: .exitCode(7)) { [path = path.string as String] in
            do {
                _ = try LocalFileSystem().lock(at: FilePath(path))
            } catch FileError.locked {
                exit(7)
            }
        }
        #expect(lock.path == path)
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path.string + ".2" as String] in
            let lock = try LocalFileSystem().lock(at: FilePath(path))
            kill(getpid(), SIGKILL)
            _ = lock
        }
        _ = try fileSystem.lock(at: FilePath(path.string + ".2"))
    }
}
