using System.Globalization;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Native.Tests.Requirements;

/// <summary>What really came over the home agent's uplink from the NAT: which ESP packet, from which of its ports.</summary>
internal sealed class UplinkWitness(string file) : IDisposable
{
    private readonly Capture _capture =
        Capture.Start(AddressPlan.HomeAgent, AddressPlan.Uplink, file, $"udp and src host {AddressPlan.Nat2Outside} and dst port 4191", bytes: 256);

    /// <summary>Ends the capture and has tshark read it.</summary>
    public IReadOnlyDictionary<(uint Spi, uint Number), int> Ports()
    {
        _capture.Dispose();
        return Tshark.Fields(file, "esp", "esp.spi", "esp.sequence", "udp.srcport").Select(line => line.Split('\t')).ToDictionary(
            fields => (Hexadecimal(fields[0]), uint.Parse(fields[1], CultureInfo.InvariantCulture)), fields => int.Parse(fields[2], CultureInfo.InvariantCulture));
    }

    public void Dispose() => _capture.Dispose();

    private static uint Hexadecimal(string number) => uint.Parse(number.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
