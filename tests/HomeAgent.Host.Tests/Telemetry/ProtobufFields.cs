using Google.Protobuf;

namespace DsMip.HomeAgent.Host.Tests.Telemetry;

/// <summary>Walks a message of protocol buffers by the numbers of its fields, without its definition.</summary>
internal static class ProtobufFields
{
    /// <summary>All values with a length that are found by going down these fields, one number a level.</summary>
    public static IEnumerable<byte[]> At(byte[] message, params int[] path) =>
        path.Aggregate((IEnumerable<byte[]>)[message], (level, field) => level.SelectMany(inner => Of(inner, field)));

    private static List<byte[]> Of(byte[] message, int field)
    {
        List<byte[]> found = [];
        var input = new CodedInputStream(message);
        while (input.ReadTag() is not 0 and var tag)
            if (WireFormat.GetTagFieldNumber(tag) == field && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited) found.Add(input.ReadBytes().ToByteArray());
            else input.SkipLastField();
        return found;
    }
}
