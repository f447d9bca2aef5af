namespace DsMip.Wire.Tests.Oracles;

[Clause("6275-6.1.1-protocol", "6275-6.1.1-checksum", "6275-6.1.7-update", "6275-6.1.8-acknowledgement", "5555-3.1.1-option")]
[Clause("5555-3.1.2-option", "5555-3.1.3-flag-f", "5555-3.2.1-option", "5555-3.2.2-option", "3963-4.1-r", "3963-4.2-r")]
[Clause("5555-3.2.1-type-30", "6275-6.1.1-types", "6275-6.1.2-brr", "6275-6.1.3-tests", "6275-6.1.9-error", "6275-6.2.4-advice")]
[Clause("6275-6.2.5-alternate", "6275-6.2.6-nonce-indices", "6275-6.3-option", "6275-6.4-header", "6275-6.5-dhaad-request")]
[Clause("6275-6.6-dhaad-reply", "6275-6.7-mps", "6275-6.8-mpa", "6275-7.1-h-bit", "6275-7.2-r-bit", "6275-7.3-interval", "3963-4.3-option", "4283-3-option", "4443-3-errors")]
[Clause("5846-5.1-bri", "5846-5.2-bra", "5142-4-message")]
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
