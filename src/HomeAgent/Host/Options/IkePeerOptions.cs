using System.Text;

namespace DsMip.HomeAgent.Options;

/// <summary>Who a mobile node is to IKE. Whoever proves to be it gets SAs for that node's home address and no other.</summary>
/// <param name="PresharedKey">Null: it proves its identity with a certificate or by EAP.</param>
/// <param name="EapSecret">Null: not by EAP. Otherwise the identity is the one inside EAP, whatever the mobile node calls itself in IKE (RFC 4877 8).</param>
public sealed record IkePeerOptions(string Identity, string? PresharedKey, string? EapSecret = null)
{
    // Records print their members; a key must not reach a log that way.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Identity = ").Append(Identity);
        return true;
    }
}
