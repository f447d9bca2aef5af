namespace DsMip.IPsec.Tests;

public sealed class ManualSecurityAssociationTests
{
    private static readonly string Hex16 = new('a', 32);
    private static readonly string Hex20 = new('b', 40);
    private static readonly string Hex32 = new('c', 64);

    [Theory]
    [Clause("8221-5-suites", "4877-4.1-integrity")]
    [InlineData("aes-gcm-16-128", 20, 0)]
    [InlineData("AES-GCM-16-256", 36, 0)]
    [InlineData("aes-cbc-128-hmac-sha2-256-128", 16, 32)]
    [InlineData("aes-cbc-256-hmac-sha2-256-128", 32, 32)]
    [InlineData("null-hmac-sha2-256-128", 0, 32)]
    [InlineData("aes-cbc-128-hmac-sha1-96", 16, 20)]
    public void Every_suite_takes_keys_of_its_length_and_no_other(string suite, int encryption, int integrity)
    {
        var manual = new ManualSecurityAssociation { Spi = 256, Suite = suite, EncryptionKey = Hex(encryption), IntegrityKey = Hex(integrity) };
        Assert.True(manual.TryConvert(allowLegacySuites: true, out var parameters, out _));
        Assert.Equal(new Spi(256), parameters.Spi);
        Assert.True(parameters.ExtendedSequenceNumbers);
        AssertError(manual with { EncryptionKey = Hex(encryption + 1) }, "EncryptionKey: ");
        AssertError(manual with { IntegrityKey = Hex(integrity + 1) }, "IntegrityKey: ");
        if (encryption > 0) AssertError(manual with { EncryptionKey = null }, "EncryptionKey: missing");
        if (integrity > 0) AssertError(manual with { IntegrityKey = "" }, "IntegrityKey: missing");
    }

    [Fact]
    public void Each_mistake_has_its_own_line()
    {
        var good = new ManualSecurityAssociation { Spi = 0x1000, Suite = "aes-cbc-128-hmac-sha2-256-128", EncryptionKey = Hex16, IntegrityKey = Hex32 };
        AssertError(good with { Spi = 255 }, "Spi: 255 is reserved");
        AssertError(good with { Suite = "rot13" }, "Suite: 'rot13' is unknown, use one of aes-gcm-16-128, ");
        AssertError(good with { EncryptionKey = Hex16[1..] + "g" }, "EncryptionKey: not an even number of hex digits");
        AssertError(good with { IntegrityKey = Hex20 }, "IntegrityKey: 20 bytes, aes-cbc-128-hmac-sha2-256-128 needs 32 (64 hex digits)");
        AssertError(good with { Suite = "null-hmac-sha2-256-128" }, "EncryptionKey: null-hmac-sha2-256-128 takes none");
        var legacy = good with { Suite = "aes-cbc-128-hmac-sha1-96", IntegrityKey = Hex20 };
        Assert.False(legacy.TryConvert(allowLegacySuites: false, out _, out var error));
        Assert.StartsWith("Suite: 'aes-cbc-128-hmac-sha1-96' is a legacy suite", error, StringComparison.Ordinal);
        Assert.True(legacy.TryConvert(allowLegacySuites: true, out _, out _));
    }

    [Fact]
    public void Printing_shows_no_key()
    {
        var text = new ManualSecurityAssociation { Spi = 0x1000, Suite = "x", EncryptionKey = Hex16, IntegrityKey = Hex32 }.ToString();
        Assert.Contains("00001000", text, StringComparison.Ordinal);
        Assert.DoesNotContain("aaaa", text, StringComparison.Ordinal);
        Assert.DoesNotContain("cccc", text, StringComparison.Ordinal);
    }

    private static string Hex(int bytes) => new('5', bytes * 2);

    private static void AssertError(ManualSecurityAssociation manual, string start)
    {
        Assert.False(manual.TryConvert(allowLegacySuites: true, out var parameters, out var error));
        Assert.Null(parameters);
        Assert.StartsWith(start, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }
}
