namespace DsMip.Tunnel.Tests.Icmp;

[Clause("4213-3.2-mtu")]
public sealed class PathMtuTableTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private readonly PathMtuTable _table = new(linkMtu: 1500, capacity: 2);

    [Fact]
    public void A_report_lowers_and_ages()
    {
        _table.Lower(Packets.Nat, 1400, Now);
        Assert.Equal(1400, _table.Find(Packets.Nat, Now));
        Assert.Equal(1500, _table.Find(Packets.CareOf, Now));
        Assert.Equal(1500, _table.Find(Packets.Nat, Now + PathMtuTable.Age));
    }

    [Fact]
    public void A_report_never_raises()
    {
        _table.Lower(Packets.Nat, 1300, Now);
        _table.Lower(Packets.Nat, 1400, Now);
        Assert.Equal(1300, _table.Find(Packets.Nat, Now));
        _table.Lower(Packets.CareOf, 9000, Now);
        Assert.Equal(1500, _table.Find(Packets.CareOf, Now));
    }

    [Fact]
    public void A_second_report_about_the_same_path_takes_no_room()
    {
        _table.Lower(Packets.Nat, 1400, Now);
        _table.Lower(Packets.Nat, 1350, Now);
        _table.Lower(Packets.CareOf, 1300, Now);
        _table.Lower(Packets.CareOf, 1290, Now);
        Assert.Equal(1350, _table.Find(Packets.Nat, Now));
        Assert.Equal(1290, _table.Find(Packets.CareOf, Now));
    }

    [Fact]
    public void Aged_reports_make_room_for_new_ones()
    {
        _table.Lower(Packets.Nat, 1300, Now - PathMtuTable.Age);
        _table.Lower(Packets.CareOf, 1300, Now);
        _table.Lower(Packets.CareOfIpv4, 1300, Now);
        Assert.Equal(1300, _table.Find(Packets.CareOf, Now));
        Assert.Equal(1300, _table.Find(Packets.CareOfIpv4, Now));
    }

    [Fact]
    public void When_full_it_starts_afresh()
    {
        _table.Lower(Packets.Nat, 1300, Now);
        _table.Lower(Packets.CareOf, 1300, Now);
        _table.Lower(Packets.CareOfIpv4, 1300, Now);
        Assert.Equal(1500, _table.Find(Packets.Nat, Now));
        Assert.Equal(1300, _table.Find(Packets.CareOfIpv4, Now));
    }
}
