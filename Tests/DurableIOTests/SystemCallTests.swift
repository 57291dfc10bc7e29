@testable import DurableIO
import Glibc
import SystemPackage
import Testing

struct SystemCallTests {
    private let call = SystemCall(operation: .read, path: "file")

    @Test func `a call that a signal interrupted is made again`() throws {
        var results: [(Int, CInt)] = [(-1, EINTR), (-1, EINTR), (42, 0)]
        let result = try call.run {
            let (result, code) = results.removeFirst()
            errno = code
            return result
        }
        #expect(result == 42)
        #expect(results.isEmpty)
    }

    @Test func `a call that failed for another reason is made once`() {
        var calls = 0
        let error = #expect(throws: FileError.self) {
            try call.run {
                calls += 1
                errno = EIO
                return -1
            }
        }
        #expect(error == .system(operation: .read, path: "file", errno: .ioError))
        #expect(calls == 1)
    }

    @Test(arguments: 0...9)
    func `a write vector goes on where a short write ended`(written: Int) {
        let pieces: [[UInt8]] = [[1, 2, 3], [4], [], [5, 6, 7, 8, 9]]
        let rest = unsafe pieces[0].withUnsafeBufferPointer { first in
            unsafe pieces[1].withUnsafeBufferPointer { second in
                unsafe pieces[3].withUnsafeBufferPointer { third in
                    let empty = unsafe UnsafeBufferPointer<UInt8>(start: nil, count: 0)
                    var vector = unsafe WriteVector([first, second, empty, third].map(iovec.init(reading:)))
                    vector.advance(by: written)
                    return unsafe vector.vectors.flatMap { vector in
                        unsafe Array(UnsafeRawBufferPointer(start: vector.iov_base, count: vector.iov_len))
                    }
                }
            }
        }
        #expect(rest == Array(pieces.joined().dropFirst(written)))
    }
}
