using CsCheck;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.Wire.Tests.Oracles;

[Clause("6275-6.1.1-checksum", "6275-6.1.1-types", "6275-6.1.7-update", "6275-6.1.8-acknowledgement")]
public sealed class ScapyTests
{
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "oracle", "scapy_oracle.py");

    private static readonly Gen<OraclePacket> Packet = Gen.Select(
        Gen.Select(Generate.UnicastIpv6, Generate.UnicastIpv6),
        Generate.UnicastIpv6.Nullable(0.5), Generate.UnicastIpv6.Nullable(0.5),
        Gen.Frequency((3, Generate.Message.Where(IsKnownToScapy).Select(message => (object)ForScapy(message))), (1, Generate.Icmpv6.Select(message => (object)message))),
        (ends, home, routed, message) => new OraclePacket(ends.Item1, ends.Item2, home, routed, message));

    private static readonly Gen<OraclePacket> ErrorPacket = Gen.Select(
        Generate.UnicastIpv6, Generate.UnicastIpv6, Gen.Byte[1, 4], Gen.Byte[0, 2], Gen.UInt,
        (source, destination, type, code, parameter) => new OraclePacket(
            source, destination, null, null, new Icmpv6Error((Icmpv6Type)type, code, type is 2 or 4 ? parameter : 0),
            ValueArray.Create<byte>(Headers.Packet6.Of(destination, source, IpProtocol.NoNextHeader))));

    [OracleFact("scapy")]
    public void Scapy_reads_what_we_write() =>
        Gen.Select(Packet.Array[300], ErrorPacket.Array[40], (packets, errors) => packets.Concat(errors).ToArray()).Sample(packets =>
        {
            var lines = OracleProgram.Run(
                OracleProgram.Python, [Script, "decode"], packets.Select(packet => Convert.ToHexStringLower(packet.Write())));
            Assert.Equal(packets.Select(OracleDescription.Of), lines);
        }, iter: 1, threads: 1);

    [OracleFact("scapy")]
    public void We_read_what_scapy_writes()
    {
        var lines = OracleProgram.Run(OracleProgram.Python, [Script, "encode", "4191", "400"], []);
        Assert.Equal(400, lines.Length);
        foreach (var line in lines)
        {
            var parts = line.Split('\t');
            Assert.Equal(parts[1], OracleDescription.Of(OraclePacket.Read(Convert.FromHexString(parts[0]))));
        }
    }

    private static bool IsKnownToScapy(IMobilityMessage message) => message.Type <= MobilityHeaderType.BindingError;

    /// <summary>scapy takes every authenticator for 12 bytes and knows some types below 100 that we do not.</summary>
    private static IMobilityMessage ForScapy(IMobilityMessage message)
    {
        var options = MobilityOptions.Of([.. message.Options.Items.Select(option => option switch
        {
            BindingAuthorizationDataOption o => new BindingAuthorizationDataOption([.. o.Authenticator.Concat(new byte[12]).Take(12)]),
            UnknownMobilityOption o => new UnknownMobilityOption((byte)(o.Type | 128), o.Data),
            _ => option,
        })]);
        return message switch
        {
            BindingRefreshRequest m => m with { Options = options },
            HomeTestInit m => m with { Options = options },
            CareOfTestInit m => m with { Options = options },
            HomeTest m => m with { Options = options },
            CareOfTest m => m with { Options = options },
            BindingUpdate m => m with { Options = options },
            BindingAcknowledgement m => m with { Options = options },
            BindingError m => m with { Options = options },
            _ => throw new InvalidOperationException(),
        };
    }
}
