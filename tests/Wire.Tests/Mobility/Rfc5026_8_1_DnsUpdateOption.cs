using System.Text;
using DsMip.Wire.Mobility;

namespace DsMip.Wire.Tests.Mobility;

[Clause("5026-8.1-option")]
public sealed class Rfc5026_8_1_DnsUpdateOption
{
    [Theory]
    [InlineData("11100000" + "6d6e2e6578616d706c652e6f7267", DnsUpdateStatus.Performed, false)]
    [InlineData("11100080" + "6d6e2e6578616d706c652e6f7267", DnsUpdateStatus.Performed, true)]
    [InlineData("11108000" + "6d6e2e6578616d706c652e6f7267", DnsUpdateStatus.ReasonUnspecified, false)]
    [InlineData("11108180" + "6d6e2e6578616d706c652e6f7267", DnsUpdateStatus.AdministrativelyProhibited, true)]
    [InlineData("11108200" + "6d6e2e6578616d706c652e6f7267", DnsUpdateStatus.UpdateFailed, false)]
    public void Written_and_read(string hex, DnsUpdateStatus status, bool remove)
    {
        var option = DnsUpdateOption.Of(status, remove, "mn.example.org");
        var writer = new WireWriter(new byte[24]);
        MobilityOptionsCodec.Write(MobilityOptions.Of(option), ref writer);
        Assert.Equal(hex + "010400000000", Convert.ToHexStringLower(writer.Written));
        Assert.Equal(option, Read(hex));
        Assert.Equal("mn.example.org", Read(hex)?.Name);
    }

    [Fact]
    public void Reserved_bits_are_ignored() => Assert.Equal(Read("11040080612e"), Read("110400ff612e"));

    [Theory]
    [InlineData("1100")]
    [InlineData("110100")]
    public void Status_and_flags_have_to_be_there(string hex) => Assert.Null(Read(hex));

    [Theory]
    [InlineData("mn.example.org.", "mn.example.org")]
    [InlineData("MN-1.Example.ORG", "MN-1.Example.ORG")]
    [InlineData("mn", null)]
    [InlineData("", null)]
    [InlineData(".", null)]
    [InlineData("mn..org", null)]
    [InlineData(".example.org", null)]
    [InlineData("-mn.example.org", null)]
    [InlineData("mn-.example.org", null)]
    [InlineData("mn_1.example.org", null)]
    [InlineData("*.example.org", null)]
    [InlineData("mn@example.org", null)]
    [InlineData("mn.example.org\0", null)]
    [InlineData("\u0002mn\u0007example\u0003org\0", null)]
    public void Only_what_a_host_can_be_called_is_a_name(string text, string? name)
    {
        Assert.Equal(name, DnsUpdateOption.Of(DnsUpdateStatus.Performed, false, text).Name);
        Assert.Equal(name is not null, DnsName.TryRead(text, out var same));
        Assert.Equal(name, same);
    }

    [Fact]
    public void Labels_and_names_have_a_length()
    {
        Assert.True(DnsName.TryRead(new string('a', 63) + ".org", out _));
        Assert.False(DnsName.TryRead(new string('a', 64) + ".org", out _));
        var longest = string.Concat(Enumerable.Repeat(new string('a', 61) + ".", 4)) + "12345";
        Assert.Equal(253, longest.Length);
        Assert.True(DnsName.TryRead(longest, out _));
        Assert.False(DnsName.TryRead(longest + "6", out _));
        Assert.Equal(longest, Read("11ff0000" + Convert.ToHexString(Encoding.ASCII.GetBytes(longest)))?.Name);
    }

    [Theory]
    [InlineData("mn.example.org", "example.org", true)]
    [InlineData("mn.EXAMPLE.org", "example.ORG", true)]
    [InlineData("example.org", "example.org", true)]
    [InlineData("mn.myexample.org", "example.org", false)]
    [InlineData("example.org.net", "example.org", false)]
    public void A_zone_holds_what_is_below_it(string name, string zone, bool isIn) => Assert.Equal(isIn, DnsName.IsIn(name, zone));

    private static DnsUpdateOption? Read(string hex)
    {
        var reader = new WireReader(Convert.FromHexString(hex));
        return MobilityOptionsCodec.TryRead(ref reader, out var options, out _) ? options.Find<DnsUpdateOption>() : null;
    }
}
