using System.Text;
using CsCheck;
using DsMip.Ike.Vici;

namespace DsMip.Ike.Tests.Vici;

public sealed class ViciPacketTests
{
    private static readonly Gen<string> Name = Gen.Char['a', 'z'].Array[0, 12].Select(letters => new string(letters));
    private static readonly Gen<byte[]> Bytes = Gen.Byte.Array[0, 40];

    private static readonly Gen<ViciSection> Message = Gen.Recursive<ViciSection>((depth, section) =>
        Gen.Select(Name, Gen.OneOf(
                Bytes.Select(bytes => (ViciItem)bytes),
                Bytes.Array[0, 4].Select(values => (ViciItem)values),
                depth < 4 ? section.Select(nested => (ViciItem)nested) : Bytes.Select(bytes => (ViciItem)bytes)))
            .Array[0, 5].Select(Section));

    [Fact]
    public void A_request_has_the_bytes_of_the_specification()
    {
        var message = new ViciSection { { "k", "v" }, { "l", new[] { "a" } }, { "s", new ViciSection { { "x", "" } } } };
        var bytes = new ViciPacket(ViciPacketType.CommandRequest, "version", message).ToBytes();
        Assert.Equal(
            "0000002000" + "07" + Hex("version")
            + "03" + "01" + Hex("k") + "0001" + Hex("v")
            + "04" + "01" + Hex("l") + "05" + "0001" + Hex("a") + "06"
            + "01" + "01" + Hex("s") + "03" + "01" + Hex("x") + "0000" + "02",
            Convert.ToHexString(bytes.Span).ToLowerInvariant());
    }

    [Fact]
    public void What_is_written_is_read_again() => Message.Sample(message =>
    {
        foreach (var type in Enum.GetValues<ViciPacketType>())
        {
            Assert.True(ViciPacket.TryRead(new ViciPacket(type, "name", message).ToBytes().Span[4..], out var packet));
            Assert.Equal(type, packet.Type);
            Assert.Equal(message.Text(), packet.Message.Text());
        }
    });

    [Fact]
    public void What_was_cut_off_is_not_a_message_of_that_length() => Message.Sample(message =>
    {
        var whole = new ViciPacket(ViciPacketType.Event, "name", message).ToBytes().Span[4..].ToArray();
        for (var length = 0; length < whole.Length; length++)
        {
            if (!ViciPacket.TryRead(whole.AsSpan(0, length), out var packet)) continue;
            Assert.Equal(length, packet.ToBytes().Length - 4);
        }
    });

    [Fact]
    public void Arbitrary_bytes_are_read_or_refused_but_never_throw() => Gen.Byte[0, 8].Array[0, 200].Sample(bytes =>
    {
        if (ViciPacket.TryRead(bytes, out var packet)) Assert.NotNull(packet.Message);
    });

    [Fact]
    public void Sections_without_end_are_refused()
    {
        var bytes = new byte[200_000];
        bytes[0] = (byte)ViciPacketType.CommandResponse;
        for (var i = 1; i + 1 < bytes.Length; i += 2) bytes[i] = 1;
        Assert.False(ViciPacket.TryRead(bytes, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("08")] // there is no type 8
    [InlineData("0102")] // the end of a section that has not begun
    [InlineData("0106")] // the end of a list that has not begun
    [InlineData("01010173")] // a section without end
    [InlineData("0104016c")] // a list without end
    [InlineData("0104016c030161000062")] // a key in a list
    [InlineData("0103016b000276")] // a value shorter than its length
    [InlineData("07046e61")] // a name shorter than its length
    public void Malformed_packets_are_refused(string content) => Assert.False(ViciPacket.TryRead(Convert.FromHexString(content), out _));

    [Fact]
    public void What_does_not_fit_is_said_and_not_sent()
    {
        Assert.Throws<ViciException>(() => Request(new ViciSection { { new string('k', 256), "" } }).ToBytes());
        Assert.Throws<ViciException>(() => Request(new ViciSection { { "k", new byte[65536] } }).ToBytes());
        var much = new ViciSection();
        for (var i = 0; i < 9; i++) much.Add("k", new byte[60000]);
        Assert.Throws<ViciException>(() => Request(much).ToBytes());
    }

    private static ViciPacket Request(ViciSection message) => new(ViciPacketType.CommandRequest, "load", message);

    private static ViciSection Section((string Key, ViciItem Item)[] items)
    {
        var section = new ViciSection();
        foreach (var (key, item) in items) section.Add(key, item);
        return section;
    }

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text)).ToLowerInvariant();
}
