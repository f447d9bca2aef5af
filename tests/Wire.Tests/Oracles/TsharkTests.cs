namespace DsMip.Wire.Tests.Oracles;

[Clause("6275-6.1.1-protocol", "6275-6.1.1-checksum", "6275-6.1.7-update", "6275-6.1.8-acknowledgement", "5555-3.1.1-option")]
[Clause("5555-3.1.2-option", "5555-3.1.3-flag-f", "5555-3.2.1-option", "5555-3.2.2-option", "3963-4.1-r", "3963-4.2-r")]
[Clause("5555-3.2.1-type-30")]
public sealed class TsharkTests
{
    [OracleFact("tshark")]
    public void Tshark_reads_what_we_write()
    {
        TsharkCase[] cases = [.. TsharkCases.All];
        string[] fields = [.. cases.SelectMany(test => test.Expected).Select(expected => expected.Field).Distinct(), "_ws.malformed"];
        var rows = Dissect(cases, fields);
        Assert.Equal(cases.Length, rows.Length);
        var wrong =
            from pair in cases.Zip(rows)
            from expected in pair.First.Expected.Append((Field: "_ws.malformed", Value: ""))
            let actual = pair.Second[Array.IndexOf(fields, expected.Field)]
            where actual != expected.Value
            select $"{pair.First.Name}: {expected.Field} is '{actual}', not '{expected.Value}'";
        Assert.True(!wrong.Any(), string.Join('\n', wrong));
    }

    private static string[][] Dissect(TsharkCase[] cases, string[] fields)
    {
        var capture = Path.Combine(Path.GetTempPath(), $"dsmip-wire-{Guid.NewGuid():n}.pcap");
        try
        {
            Pcap.Write(capture, cases.Select(test => test.Packet));
            string[] arguments =
            [
                "-r", capture, "-d", "udp.port==4191,ip", "-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE",
                "-T", "fields", "-E", "separator=/t", "-E", "occurrence=a", "-E", "aggregator=;",
                .. fields.SelectMany(field => new[] { "-e", field }),
            ];
            return [.. OracleProgram.Run("tshark", arguments, []).Select(line => line.Split('\t'))];
        }
        finally
        {
            File.Delete(capture);
        }
    }
}
