// Client: writes a line, says that it has finished, and reads the answer.
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.Socket;

public class Client {
    public static void main(String[] args) throws IOException {
        String host = System.getenv().getOrDefault("HOST", "localhost");
        String port = System.getenv().getOrDefault("PORT", "8099");
        Socket server = new Socket(host, Integer.parseInt(port));
        PrintWriter out = new PrintWriter(server.getOutputStream());
        out.println(args.length > 0 ? args[0] : "hello, server");
        out.flush();
        server.shutdownOutput();
        BufferedReader in = new BufferedReader(
            new InputStreamReader(server.getInputStream()));
        for (String line; (line = in.readLine()) != null;)
            System.out.println("the server says: " + line);
        server.close();
    }
}
