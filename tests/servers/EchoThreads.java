/* A right echo server with a thread a client, in Java, on $PORT. */

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

class EchoThreads {
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(System.getenv("PORT"));
        ServerSocket listener = new ServerSocket(port, 4096,
                                    InetAddress.getLoopbackAddress());

        for (;;) {
            try {
                Socket client = listener.accept();
                new Thread(() -> serve(client)).start();
            } catch (IOException e) {
                System.err.println(e);
                Thread.sleep(10);
            }
        }
    }

    static void serve(Socket client) {
        byte[] buffer = new byte[65536];
        int n;

        try (client) {
            while ((n = client.getInputStream().read(buffer)) > 0)
                client.getOutputStream().write(buffer, 0, n);
        } catch (IOException e) {
            /* that client is gone */
        }
    }
}
