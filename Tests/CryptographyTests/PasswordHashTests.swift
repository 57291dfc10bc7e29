import Cryptography
import Testing

struct PasswordHashTests {
    static let quick = ScryptParameters(logCost: 4, blockSize: 1, parallelism: 1)

    struct Vector: Sendable {
        var password: String
        var salt: String
        var cost: (logCost: Int, blockSize: Int, parallelism: Int)
        var output: String
    }

    static let vectors = [
        Vector(
            password: "",
            salt: "",
            cost: (4, 1, 1),
            output: """
                77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442\
                fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906
                """
        ),
        Vector(
            password: "password",
            salt: "NaCl",
            cost: (10, 8, 16),
            output: """
                fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162\
                2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640
                """
        ),
        Vector(
            password: "pleaseletmein",
            salt: "SodiumChloride",
            cost: (14, 8, 1),
            output: """
                7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2\
                d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887
                """
        ),
    ]

    @Test(arguments: vectors)
    func `RFC 7914 §12 the test cases have their output`(vector: Vector) throws {
        let parameters = try #require(
            ScryptParameters(
                logCost: vector.cost.logCost,
                blockSize: vector.cost.blockSize,
                parallelism: vector.cost.parallelism
            )
        )
        let output = Scrypt.derive(
            from: Array(vector.password.utf8),
            salt: Array(vector.salt.utf8),
            parameters: parameters,
            count: 64
        )
        #expect(Hexadecimal.encode(output) == vector.output)
    }

    @Test func `a hash matches its password and no other`() throws {
        let hash = PasswordHash(hashing: "pässword", parameters: try #require(Self.quick))
        #expect(hash.matches("pässword"))
        #expect(!hash.matches("password"))
        #expect(!hash.matches("pässword "))
        #expect(!hash.matches(""))
    }

    @Test func `two hashes of one password differ`() throws {
        let parameters = try #require(Self.quick)
        #expect(
            PasswordHash(hashing: "a", parameters: parameters) != PasswordHash(hashing: "a", parameters: parameters)
        )
    }

    @Test func `the text form survives the round trip`() throws {
        let hash = PasswordHash(hashing: "alice")
        #expect(hash.encoded.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
        let parsed = try #require(PasswordHash(parsing: hash.encoded))
        #expect(parsed == hash)
        #expect(parsed.matches("alice"))
    }

    @Test func `a hash made by another program matches`() throws {
        // hashlib.scrypt(b"secret", salt=bytes(range(16)), n=1024, r=8, p=1, dklen=32)
        let text = "$scrypt$ln=10,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$Mdc/jTCPy+uU8aSLbM+FGBQC/AXSzfWCsAUkF/VYCgk"
        let hash = try #require(PasswordHash(parsing: text))
        #expect(hash.matches("secret"))
    }

    static let salt = "AAECAwQFBgcICQoLDA0ODw"
    static let hash = String(repeating: "A", count: 43)

    @Test(arguments: [
        "", "$", "scrypt", "$scrypt$ln=4,r=1,p=1$\(salt)", "$scrypt$ln=4,r=1,p=1$\(salt)$\(hash)$",
        "$scrypt$ln=4,r=1,p=1$\(salt)$\(hash)=", "$scrypt$ln=4,r=1,p=1$$\(hash)", "$scrypt$ln=4,r=1,p=1$\(salt)$",
        "$scrypt$r=1,ln=4,p=1$\(salt)$\(hash)", "$scrypt$ln=04,r=1,p=1$\(salt)$\(hash)",
        "$scrypt$ln=+4,r=1,p=1$\(salt)$\(hash)", "$scrypt$ln=4,r=1$\(salt)$\(hash)",
        "$argon2id$ln=4,r=1,p=1$\(salt)$\(hash)", "$scrypt$ln=4,r=1,p=1$\(salt)$\(hash)A",
    ])
    func `text that is not a hash is refused`(text: String) {
        #expect(PasswordHash(parsing: text) == nil)
    }

    @Test(arguments: ["ln=16,r=8,p=1", "ln=63,r=8,p=1", "ln=15,r=8,p=999999", "ln=0,r=8,p=1", "ln=15,r=0,p=1"])
    func `a cost over the cap of memory is refused before anything is derived`(cost: String) {
        #expect(PasswordHash(parsing: "$scrypt$ln=14,r=8,p=1$\(Self.salt)$\(Self.hash)") != nil)
        #expect(PasswordHash(parsing: "$scrypt$\(cost)$\(Self.salt)$\(Self.hash)") == nil)
    }

    @Test func `RFC 7914 §2 the cost is less than two to the power of sixteen times the block size`() {
        #expect(ScryptParameters(logCost: 15, blockSize: 1, parallelism: 1) != nil)
        #expect(ScryptParameters(logCost: 16, blockSize: 1, parallelism: 1) == nil)
    }
}
