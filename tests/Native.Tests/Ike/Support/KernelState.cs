using System.Globalization;
using System.Text.RegularExpressions;
using DsMip.Lab.Topology;

namespace DsMip.Native.Tests.Ike;

/// <summary>A state of the kernel as iproute2 lists it: another reader than the one under test elsewhere.</summary>
internal sealed partial record KernelState(
    string Source, string Destination, uint Spi, uint Reqid, string Mode, string Selector, uint Sent, uint Accepted)
{
    public static IReadOnlyList<KernelState> Of(NetworkNamespace space) =>
        [
            .. from text in space.Exec(["ip", "xfrm", "state"]).Split("\nsrc ")
               where text.Trim().Length > 0
               let state = Read(text.Trim())
               where state.Spi != 0
               select state,
        ];

    private static KernelState Read(string text)
    {
        var head = Head().Match(text);
        Assert.True(head.Success, text);
        var numbers = Numbers().Matches(text);
        return new KernelState(
            head.Groups[1].Value,
            head.Groups[2].Value,
            uint.Parse(head.Groups[3].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            uint.Parse(head.Groups[4].Value, CultureInfo.InvariantCulture),
            head.Groups[5].Value,
            SelectorLine().Match(text).Groups[1].Value.Trim(),
            Number(numbers, "oseq"),
            Number(numbers, "seq"));
    }

    private static uint Number(MatchCollection numbers, string name) => (
        from number in numbers
        where number.Groups[1].Value == name
        select uint.Parse(number.Groups[2].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).FirstOrDefault();

    [GeneratedRegex(@"^(?:src )?(\S+) dst (\S+)\s+proto esp spi 0x([0-9a-f]+) reqid (\d+) mode (\S+)")]
    private static partial Regex Head();

    [GeneratedRegex(@"\bsel (.*)")]
    private static partial Regex SelectorLine();

    [GeneratedRegex(@"\b(o?seq)(?: |:)0x([0-9a-f]+)")]
    private static partial Regex Numbers();
}
