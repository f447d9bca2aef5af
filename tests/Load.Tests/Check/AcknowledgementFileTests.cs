using DsMip.Wire;

namespace DsMip.Load.Tests.Check;

public sealed class AcknowledgementFileTests : IDisposable
{
    private static readonly AcknowledgementRecord Record = new(
        true, DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_123), Ipv6Address.Parse("2001:db8::1"), 65535,
        IpAddress.Parse("192.168.0.1"), IpAddress.Parse("2001:db8:c::1"), 0, 3600);

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_line_is_read_as_it_was_written()
    {
        foreach (var record in (AcknowledgementRecord[])[Record, Record with { Acknowledged = false, Outer = IpAddress.Parse("10.0.0.1"), Port = 65535 }, Record with { Ipv4 = Ipv4Prefix.Parse("10.0.0.7/32") }, Record with { Ipv4 = Ipv4Prefix.Parse("10.0.0.8/29") }])
        {
            Assert.True(AcknowledgementRecord.TryParse(record.ToString(), out var read));
            Assert.Equal(record, read);
        }
    }

    [Fact]
    public void The_log_appends_and_the_history_keeps_the_newest()
    {
        foreach (var sequence in (ushort[])[65535, 0])
        {
            using var log = new AcknowledgementLog(_path);
            log.Write(Record with { Sequence = sequence });
            log.Flush();
        }
        var history = AcknowledgementHistory.Read(_path);
        Assert.Equal((2, (ushort)0), (history.Records, history.Nodes[Record.HomeAddress].Newest!.Value.Sequence));
    }

    [Fact]
    public void A_last_line_that_a_kill_has_cut_is_left_out_and_another_one_is_an_error()
    {
        File.WriteAllText(_path, $"{Record}\nA 17900");
        Assert.Equal(1, AcknowledgementHistory.Read(_path).Records);
        File.WriteAllText(_path, $"A 17900\n{Record}\n");
        Assert.Contains(":1:", Assert.Throws<LoadException>(() => AcknowledgementHistory.Read(_path)).Message, StringComparison.Ordinal);
    }
}
