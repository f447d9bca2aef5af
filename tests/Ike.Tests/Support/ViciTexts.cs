using System.Text;
using DsMip.Ike.Vici;

namespace DsMip.Ike.Tests;

/// <summary>Messages as text, to compare and to read: <c>key=value list=[a,b] section={...}</c>.</summary>
internal static class ViciTexts
{
    public static string Text(this ViciItem item) => item switch
    {
        ViciSection section => string.Join(' ', section.Select(entry => $"{entry.Key}={Nested(entry.Value)}")),
        _ => Nested(item),
    };

    private static string Nested(ViciItem item) => item switch
    {
        ViciValue value => Encoding.Latin1.GetString(value.Bytes.Span),
        ViciList list => $"[{string.Join(',', list.Values.Select(Nested))}]",
        _ => $"{{{item.Text()}}}",
    };
}
