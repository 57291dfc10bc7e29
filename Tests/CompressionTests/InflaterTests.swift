import Compression
import FoundationEssentials
import RandomTesting
import Testing

struct InflaterTests {
    /// What other software compressed: one line fifty times, of 1,700 octets.
    private let sample = "c3J19/SzCnMNc/UL4eUKDvX1dQyKtDo8Jym1KCknMzmbl8tpVMWoilEVoypGVYyqGBAVAA=="

    private var compressed: [UInt8] { Array(Data(base64Encoded: sample) ?? Data()) }

    private let text = Array(String(repeating: "BEGIN:VEVENT\r\nSUMMARY:Überblick\r\n", count: 50).utf8)

    /// Decompresses input that comes in pieces, and takes the output in pieces.
    private func inflate(_ input: [UInt8], given: Int, taken: Int) throws -> (output: [UInt8], isFinished: Bool) {
        let inflater = try Inflater()
        var output: [UInt8] = []
        for start in stride(from: 0, to: input.count, by: given) {
            var piece = input[start..<min(start + given, input.count)]
            while true {
                let next = try inflater.next(from: &piece, atMost: taken)
                #expect(next.count <= taken)
                output += next
                guard !next.isEmpty else { break }
            }
        }
        return (output, inflater.isFinished)
    }

    @Test(arguments: [(1, 1), (7, 100), (1000, 3), (1000, 10_000)])
    func `RFC 1951 what others compressed comes out, however it is cut`(given: Int, taken: Int) throws {
        let (output, isFinished) = try inflate(compressed, given: given, taken: taken)
        #expect(output == text && isFinished)
    }

    @Test func `RFC 1951 §3.2.4 a block that is not compressed comes out as it is`() throws {
        let (output, isFinished) = try inflate([1, 2, 0, 0xFD, 0xFF, 65, 66], given: 3, taken: 9)
        #expect(output == [65, 66] && isFinished)
    }

    @Test func `what follows the stream is left alone`() throws {
        let inflater = try Inflater()
        var input = (compressed + [1, 2, 3])[...]
        var output = try inflater.next(from: &input, atMost: 9_999)
        output += try inflater.next(from: &input, atMost: 9_999)
        #expect(output == text && inflater.isFinished && Array(input) == [1, 2, 3])
    }

    @Test func `a stream that ends too early is not finished`() throws {
        let (output, isFinished) = try inflate(compressed.dropLast(3), given: 100, taken: 100)
        #expect(output.count < text.count && !isFinished)
    }

    @Test func `a block of no known type is refused`() throws {
        #expect(throws: InflationError.malformed) { try inflate([7, 1, 2, 3], given: 9, taken: 9) }
    }

    @Test func `mutated streams come out or are refused, within the room that is given`() throws {
        let seed = UInt64(1951)
        var mutator = Mutator(corpus: [compressed, [1, 2, 0, 0xFD, 0xFF, 65, 66]], seed: seed)
        for round in 0..<TestRounds.count(2_000) {
            let inflater = try Inflater()
            var (input, total) = (mutator.next()[...], 0)
            do {
                while total < 1 << 16 {
                    let piece = try inflater.next(from: &input, atMost: 4_096)
                    try #require(piece.count <= 4_096, "seed \(seed), round \(round)")
                    guard !piece.isEmpty else { break }
                    total += piece.count
                }
            } catch let error as InflationError {
                #expect(error == .malformed, "seed \(seed), round \(round)")
            }
        }
    }
}
