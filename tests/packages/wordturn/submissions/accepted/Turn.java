public class Turn {
    public static void main(String[] args) {
        System.out.println(new StringBuilder(new java.util.Scanner(System.in).next()).reverse());
    }
}
